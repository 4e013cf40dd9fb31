namespace Fusion.Training.Tests.Networks;

/// <summary>Layers whose gradients are summed with inputs and outputs exchanged, and one whose are not.</summary>
[FusedNetwork(6, 6, 3)]
public partial class Narrowing
{
    [Conv(37, 3), Silu]                  Layer wide;
    [Conv(19, 1), Silu]                  Layer narrow;
    [GlobalAveragePool, Linear(10)]      Layer linear;
}
