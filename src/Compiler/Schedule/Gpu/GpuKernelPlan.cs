using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Everything that an emitter needs to print one kernel of a GPU.</summary>
/// <param name="Title">What the kernel computes, for comments and the plan.</param>
public abstract record GpuKernelPlan(string Title) : KernelPlan(Title)
{
    /// <summary>Threads of a group.</summary>
    public abstract int Threads { get; }

    /// <summary>What groups share out along X: positions, or parts of a sample.</summary>
    public abstract long UnitsPerSample { get; }

    /// <summary>Units of one group. Where it is 1, no group has parts of two samples.</summary>
    public abstract int UnitsPerGroup { get; }

    /// <summary>Groups along Y.</summary>
    public virtual int GroupsY => 1;

    /// <summary>Groups of threads, for one sample.</summary>
    public override int Units => (int)Math.Min(int.MaxValue, (UnitsPerSample + UnitsPerGroup - 1) / UnitsPerGroup * GroupsY);

    private protected static IEnumerable<View> ReadsOf(IEnumerable<EpilogueStep> epilogue, params View?[] inputs) =>
        inputs.Concat(epilogue.Select(step => step.Operand)).Where(view => view is not null)!;
}

/// <summary>Where a kernel leaves sums of its results, for a <see cref="SqueezeResult"/>: one row of channels for each group of
/// threads.</summary>
public sealed record GpuSqueezeSums(View Sums, int Blocks);

/// <summary>The packed weights of a layer.</summary>
/// <param name="Panel">Output channels of a panel: for each group, panel, tap and input channel so many floats. 0 for a depthwise layer,
/// which has its padded channels for each tap.</param>
/// <param name="Inputs">Input channels of a group.</param>
/// <param name="Outputs">Output channels of a group.</param>
public sealed record GpuWeights(PackedConvolution Convolution, int Panel, int Inputs, int Outputs, long Offset, long BiasOffset)
{
    /// <summary>The transform of a layer in Winograd's form, whose points are the groups; null elsewhere.</summary>
    public WinogradTransform? Transform { get; init; }

    public bool IsDepthwise => Panel == 0;

    public int Depth => Convolution.Taps * Inputs;

    /// <summary>Whether they are of BF16, two steps of the depth in a word.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>The depth in words.</summary>
    public int Rows => IsNarrow ? (Depth + 1) / 2 : Depth;

    public int Panels => (Outputs + Panel - 1) / Panel;

    /// <summary>Output channels with padding: of a group, or of a depthwise layer.</summary>
    public int Padded => IsDepthwise ? (Convolution.Outputs + 15) / 16 * 16 : Panels * Panel;

    public long Floats => IsDepthwise ? (long)Convolution.Taps * Padded : (long)Rows * Padded * Convolution.Groups;

    public long BiasFloats => IsDepthwise || Transform is not null ? Padded : (long)Padded * Convolution.Groups;
}
