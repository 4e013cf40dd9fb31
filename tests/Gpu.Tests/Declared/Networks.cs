namespace Fusion.Gpu.Tests.Declared;

/// <summary>Sizes of which the lengths leave no choice.</summary>
[FusedNetwork(6, 8, 4), FusedNetwork(5, 5, 4)]
public sealed partial class Sizes
{
    [Conv(8, 3), BatchNorm, Relu]     Layer conv;
    [GlobalAveragePool, Linear(10)]   Layer head;
}

/// <summary>Sizes that the lengths do not tell apart.</summary>
#pragma warning disable FUS043
[FusedNetwork(4, 6, 4), FusedNetwork(6, 4, 4)]
public sealed partial class Turned
{
    [Conv(8, "(3, 1)", Padding = "(1, 0)"), Relu]   Layer conv;
    [GlobalAveragePool, Linear(10)]                 Layer head;
}
