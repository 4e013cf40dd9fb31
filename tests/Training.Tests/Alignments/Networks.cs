namespace Fusion.Training.Tests.Alignments;

/// <summary>A student whose features are whole vectors, so that they are read where the caller has them.</summary>
[FusedNetwork(12, 12, 3)]
public partial class Narrow
{
    [Conv(16, 3, Stride = 2), BatchNorm, Tap, Relu]   Layer stage;
    [GlobalAveragePool, Linear(5), Tap]               Layer head;
}

/// <summary>Its teacher.</summary>
[FusedNetwork(12, 12, 3)]
public partial class Broad
{
    [Conv(48, 3, Stride = 2), BatchNorm, Tap, Relu]   Layer stage;
    [GlobalAveragePool, Linear(7), Tap]               Layer head;
}
