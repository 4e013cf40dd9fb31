namespace Fusion.Zoo;

/// <summary>A small test network of the Burn project: one convolution and one linear layer.</summary>
[FusedNetwork(8, 8, 3)]
public partial class BurnMultiLayer
{
    [Conv(4, 3, Bias = true)]    Layer conv1;
    [BatchNorm, Relu, Flatten]   Layer norm1;
    [Linear(16)]                 Layer fc1;
}
