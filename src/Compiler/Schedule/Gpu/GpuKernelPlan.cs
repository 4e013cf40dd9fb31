using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Everything that an emitter needs to print one kernel of a GPU.</summary>
/// <param name="Title">What the kernel computes, for comments and the plan.</param>
public abstract record GpuKernelPlan(string Title)
{
    /// <summary>The kernel's method name, unique within the network; set by the scheduler.</summary>
    public string Name { get; set; } = "";

    /// <summary>The node of the graph for whose sake it runs.</summary>
    public int Node { get; set; } = -1;

    /// <summary>Threads of a group.</summary>
    public abstract int Threads { get; }

    /// <summary>What groups share out along X: positions, or parts of a sample.</summary>
    public abstract long UnitsPerSample { get; }

    /// <summary>Units of one group. Where it is 1, no group has parts of two samples.</summary>
    public abstract int UnitsPerGroup { get; }

    /// <summary>Groups along Y.</summary>
    public virtual int GroupsY => 1;

    /// <summary>What is said of the tile in the plan; empty where there is none.</summary>
    public virtual string TileText => "";

    public abstract IEnumerable<View> Reads { get; }

    public abstract IEnumerable<View> Writes { get; }

    private protected static IEnumerable<View> ReadsOf(IEnumerable<GpuEpilogueStep> epilogue, params View?[] inputs) =>
        inputs.Concat(epilogue.Select(step => step.Operand)).Where(view => view is not null)!;
}

/// <summary>An operation on results in registers.</summary>
/// <param name="Operand">The second operand of what takes two.</param>
/// <param name="Vector">Offsets in the packed weights: PReLU's slopes; BatchNorm's scale, then its shift.</param>
public sealed record GpuEpilogueStep(Operation Operation, View? Operand, EquatableArray<long> Vector)
{
    /// <summary>The operand has one value per channel for all pixels of a sample.</summary>
    public bool IsPerChannel(View output) => Operand is not null && Operand.Pixels == 1 && output.Pixels > 1;
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
    public bool IsDepthwise => Panel == 0;

    public int Depth => Convolution.Taps * Inputs;

    public int Panels => (Outputs + Panel - 1) / Panel;

    /// <summary>Output channels with padding: of a group, or of a depthwise layer.</summary>
    public int Padded => IsDepthwise ? (Convolution.Outputs + 15) / 16 * 16 : Panels * Panel;

    public long Floats => IsDepthwise ? (long)Convolution.Taps * Padded : (long)Depth * Padded * Convolution.Groups;

    public long BiasFloats => IsDepthwise ? Padded : (long)Padded * Convolution.Groups;
}
