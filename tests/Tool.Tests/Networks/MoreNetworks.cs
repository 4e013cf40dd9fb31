namespace Fusion.Tool.Tests.Networks;

/// <summary>What a report shows: gates, taps, several sizes, results that pass others by. It is run by tests, so it has no
/// constructor.</summary>
[FusedNetwork(24, 24, 3), FusedNetwork(16, 16, 3)]
public partial class Reported
{
    [Conv(16, 3, Stride = 2), BatchNorm, Relu]   Layer conv1;
    [Tap, Block<SeUnit>(16, Repeat = 2)]         Layer layer1;
    [GlobalAveragePool, Linear(10)]              Layer fc;
}

/// <summary>Several inputs and outputs.</summary>
[FusedNetwork]
public partial class Several
{
    [Conv(8, 3), Relu]   Layer left;
    [Conv(8, 3), Relu]   Layer right;

    (Tensor Sum, Tensor Product) Forward([Shape(12, 12, 3)] Tensor first, [Shape(12, 12, 1)] Tensor second)
    {
        var a = left(first);
        var b = right(second);
        return (a + b, a * b);
    }
}

/// <summary>One layer that is large enough to be tuned.</summary>
[FusedNetwork(16, 16, 32)]
public partial class Tunable
{
    [Conv(32, 3), Relu]   Layer conv;
}
