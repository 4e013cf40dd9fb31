using Fusion.Training;

namespace Fusion.Benchmarks.Networks;

/// <summary>A student of 64 features at 28×28.</summary>
[FusedNetwork(28, 28, 1)]
public partial class AlignedStudent
{
    [Conv(64, 1), Tap]               Layer features;
    [GlobalAveragePool, Linear(2)]   Layer head;
}

/// <summary>A teacher of 256.</summary>
[FusedNetwork(28, 28, 1)]
public partial class AlignedTeacher
{
    [Conv(256, 1), Tap]              Layer features;
    [GlobalAveragePool, Linear(2)]   Layer head;
}

[DistillationAlignment(
    typeof(AlignedStudent), nameof(AlignedStudent.Features), typeof(AlignedTeacher), nameof(AlignedTeacher.Features), Batch = 16)]
[Adam]
public partial class FeatureAlignment;
