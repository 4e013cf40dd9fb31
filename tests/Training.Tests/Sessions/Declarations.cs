namespace Fusion.Training.Tests.Sessions;

[FusedNetwork(3)]
public partial class Straight { [Linear(4), Relu] Layer hidden; [Linear(2)] Layer head; }

[FusedNetwork(3)]
public partial class BentNetwork { [Linear(4), Tanh] Layer hidden; [Linear(2)] Layer head; }

[FusedNetwork(3)]
public partial class Wise { [Linear(5), Relu] Layer hidden; [Linear(2)] Layer head; }

[FusedNetwork(3)]
public partial class Wiser { [Linear(5), Relu] Layer hidden; [Linear(2)] Layer head; }

/// <summary>One training, and others that differ from it in one thing each.</summary>
public static partial class Original { [Training(typeof(Straight), Batch = 2), CrossEntropy, Adam] public sealed partial class Own; }

public static partial class Moved { [Training(typeof(Straight), Batch = 2), CrossEntropy, Adam] public sealed partial class Own; }

public static partial class Decoupled { [Training(typeof(Straight), Batch = 2), CrossEntropy, AdamW] public sealed partial class Own; }

public static partial class Slower
{
    [Training(typeof(Straight), Batch = 2), CrossEntropy, Adam(Beta1 = 0.5)] public sealed partial class Own;
}

public static partial class Larger { [Training(typeof(Straight), Batch = 4), CrossEntropy, Adam] public sealed partial class Own; }

public static partial class Smoothed
{
    [Training(typeof(Straight), Batch = 2), CrossEntropy(Smoothing = 0.1), Adam] public sealed partial class Own;
}

public static partial class Weighted
{
    [Training(typeof(Straight), Batch = 2), CrossEntropy(Weight = 2), Adam] public sealed partial class Own;
}

public static partial class Clipped
{
    [Training(typeof(Straight), Batch = 2), CrossEntropy, Adam(ClipNorm = 1)] public sealed partial class Own;
}

public static partial class Frozen
{
    [Training(typeof(Straight), Batch = 2, Frozen = ["hidden"]), CrossEntropy, Adam] public sealed partial class Own;
}

public static partial class Bent { [Training(typeof(BentNetwork), Batch = 2), CrossEntropy, Adam] public sealed partial class Own; }

public static partial class Taught
{
    [Training(typeof(Straight), Batch = 2, Teacher = typeof(Wise)), SoftLabels, Adam] public sealed partial class Own;
}

public static partial class TaughtBetter
{
    [Training(typeof(Straight), Batch = 2, Teacher = typeof(Wiser)), SoftLabels, Adam] public sealed partial class Own;
}

[Training(typeof(Straight), Batch = 1), BinaryCrossEntropy, Sgd]
public sealed partial class Likely;
