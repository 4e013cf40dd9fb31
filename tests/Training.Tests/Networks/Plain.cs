namespace Fusion.Training.Tests.Networks;

/// <summary>A product of matrices, whose gradients are as large as its inputs.</summary>
[FusedNetwork(3)]
public partial class Plain
{
    [Linear(2, Bias = false)]   Layer linear;
}
