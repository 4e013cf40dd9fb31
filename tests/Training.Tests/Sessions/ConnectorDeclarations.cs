using Fusion.Training.Tests.Alignments;

namespace Fusion.Training.Tests.Sessions;

[DistillationAlignment(typeof(Slim), nameof(Slim.Narrow), typeof(Stout), nameof(Stout.Wide), Batch = 1)]
public partial class FirstConnector;

[DistillationAlignment(
    typeof(Slim), nameof(Slim.Narrow), typeof(Stout), nameof(Stout.Wide), Batch = 1, BatchNorm = true, Activation = Activation.Relu)]
public partial class SecondConnector;

[DistillationAlignment(
    typeof(Stout), nameof(Stout.Wide), typeof(Stout), nameof(Stout.Wide), Batch = 1, Loss = AlignmentLoss.AttentionTransfer)]
public partial class UnconnectedAlignment;

/// <summary>A training with two alignments, and others of its name.</summary>
public static partial class Both
{
    [Training(typeof(Slim), Batch = 1, Teacher = typeof(Stout))]
    [CrossEntropy, Align<FirstConnector>, Align<SecondConnector>, Sgd]
    public sealed partial class Connected;
}

public static partial class OneOfThem
{
    [Training(typeof(Slim), Batch = 1, Teacher = typeof(Stout)), CrossEntropy, Align<SecondConnector>, Sgd]
    public sealed partial class Connected;
}

public static partial class NoneOfThem { [Training(typeof(Slim), Batch = 1), CrossEntropy, Sgd] public sealed partial class Connected; }

public static partial class OfAnotherNetwork
{
    [Training(typeof(Straight), Batch = 1), CrossEntropy, Sgd] public sealed partial class Connected;
}

/// <summary>A network of which another one is a part.</summary>
[FusedNetwork(6, 5, 3)]
public partial class SlimPart { [Conv(10, 3), BatchNorm, Relu] Layer stem; [GlobalAveragePool] Layer mean; }

public static partial class OfAPart
{
    [Training(typeof(SlimPart), Batch = 1), MeanSquaredError, Sgd] public sealed partial class Connected;
}
