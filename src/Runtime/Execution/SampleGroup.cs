namespace Fusion.Runtime;

/// <summary>The samples of a batch that go side by side through the tail of a program.</summary>
/// <param name="Samples">How many.</param>
/// <param name="First">Where in the workspace, in floats, the memory begins that each of them has for itself.</param>
/// <param name="Stride">Floats from one sample's memory to the next one's.</param>
internal readonly record struct SampleGroup(int Samples, long First, long Stride)
{
    /// <summary>Where weights come from memory once for eight samples, they cost an eighth; more would gain little.</summary>
    private const int MostSamples = 8;

    /// <summary>Floats that a vector may read past the last value, and what keeps samples on cache lines of their own.</summary>
    private const int Slack = 64;

    /// <summary>One sample after the other.</summary>
    public static SampleGroup One { get; } = new(1, 0, 0);

    /// <summary>The floats of a workspace for the group.</summary>
    public long WorkspaceFloats => First + Samples * Stride;

    /// <param name="batch">The samples of the batch.</param>
    /// <param name="workspaceFloats">What one sample needs.</param>
    /// <param name="tailFloats">How much of that each needs for itself; 0 where there is no tail.</param>
    public static SampleGroup Of(int batch, long workspaceFloats, long tailFloats) => batch == 1 || tailFloats == 0
        ? new SampleGroup(1, workspaceFloats, 0)
        : new SampleGroup(Math.Min(batch, MostSamples), Aligned(workspaceFloats), Aligned(tailFloats + Slack));

    private static long Aligned(long floats) => (floats + Slack - 1) / Slack * Slack;
}
