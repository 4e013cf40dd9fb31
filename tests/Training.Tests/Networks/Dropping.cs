namespace Fusion.Training.Tests.Networks;

/// <summary>A network with dropout over positions and over a vector.</summary>
[FusedNetwork(16, 16, 3)]
public partial class Dropping
{
    [Conv(6, 3, Stride = 2), Silu, Dropout(0.2)]               Layer conv1;
    [Conv(40, 3), Relu, GlobalAveragePool, Dropout]            Layer conv2;
    [Linear(10)]                                               Layer linear;
}

/// <summary>The same network and parameters, but for its second dropout.</summary>
[FusedNetwork(16, 16, 3)]
public partial class DroppingOnce
{
    [Conv(6, 3, Stride = 2), Silu, Dropout(0.2)]               Layer conv1;
    [Conv(40, 3), Relu, GlobalAveragePool, Dropout(0)]         Layer conv2;
    [Linear(10)]                                               Layer linear;
}
