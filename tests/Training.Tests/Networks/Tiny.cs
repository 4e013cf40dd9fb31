namespace Fusion.Training.Tests.Networks;

/// <summary>A network without norms: no gradient vanishes but for rounding, which optimisers that divide by its size would show.</summary>
[FusedNetwork(16, 16, 3)]
public partial class Tiny
{
    [Conv(6, 3, Stride = 2), Silu]        Layer conv1;
    [Conv(8, 3), PRelu(Shared = true)]    Layer conv2;
    [GlobalAveragePool, Linear(10)]       Layer linear;
}
