namespace Fusion.Training.Tests.Networks;

/// <summary>A teacher with norms, whose running statistics differ from those of any batch.</summary>
[FusedNetwork(16, 16, 3)]
public partial class Master
{
    [Conv(8, 3, Stride = 2), BatchNorm, Relu]          Layer stem;
    [Conv(12, 3), BatchNorm, Tap, Relu]                Layer features;
    [Conv(10, 3, Stride = 2), BatchNorm, Silu, Tap]    Layer deep;
    [GlobalAveragePool, Linear(10)]                    Layer linear;
}

/// <summary>Its student.</summary>
[FusedNetwork(16, 16, 3)]
public partial class Pupil
{
    [Conv(6, 3, Stride = 2), BatchNorm, Tap, Relu]   Layer stage;
    [Conv(10, 3, Stride = 2), Silu, Tap]             Layer last;
    [GlobalAveragePool, Linear(10)]                  Layer linear;
}
