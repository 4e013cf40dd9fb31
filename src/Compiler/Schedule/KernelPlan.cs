using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Schedule;

/// <summary>Everything that an emitter needs to print one kernel, and nothing that it would have to decide.</summary>
/// <param name="Title">What the kernel computes, for comments and the fusion plan: <c>layer1.0.conv2: 3×3 64→64 …</c>.</param>
public abstract record KernelPlan(string Title)
{
    /// <summary>The kernel's method name, unique within the network; set by the scheduler.</summary>
    public string Name { get; set; } = "";

    /// <summary>The node of the graph for whose sake it runs; −1 for what has none, such as copies of results. Set by the
    /// scheduler.</summary>
    public int Node { get; set; } = -1;

    /// <summary>Work items that threads share; the same for every instruction set.</summary>
    public abstract int Units { get; }

    public abstract IEnumerable<View> Reads { get; }

    public abstract IEnumerable<View> Writes { get; }

    /// <summary>The kernels that this one calls; most call none.</summary>
    public virtual IReadOnlyList<KernelPlan> Parts => UnitSums;

    /// <summary>The sums over positions that this kernel takes of what a unit has just made. Their units are its own.</summary>
    public EquatableArray<ChunkSumsPlan> UnitSums { get; init; } = [];

    /// <summary>Where the scratch memory of those begins, behind the kernel's own; one of them runs at a time.</summary>
    public virtual long PartsOffset => 0;

    /// <summary>The tile, for the fusion plan; empty where there is none.</summary>
    public virtual string TileText => "";

    /// <summary>Floats that one thread needs for itself while it runs a unit. The stack is not for what grows with a declared
    /// size.</summary>
    public virtual long ScratchFloats => 0;

    /// <summary>Where they begin in the thread's memory: behind those of the kernel that calls this one; set by the scheduler.</summary>
    public long ScratchOffset { get; set; }

    /// <summary>Buffers whose halo this kernel zeroes first, because it is the first to write to them.</summary>
    public List<Buffer> ClearsHaloOf { get; } = [];
}

/// <summary>An operation on results in registers.</summary>
/// <param name="Operation">An activation, <see cref="PRelu"/>, <see cref="BatchNorm"/>, <see cref="Add"/>, <see cref="Multiply"/>,
/// <see cref="GradientStep"/> or <see cref="SampleStep"/>.</param>
/// <param name="Operand">The second operand of what takes two: a value of the same shape, or seen as one, or one value per channel.</param>
/// <param name="Vector">Offsets in the packed weights: PReLU's slopes; BatchNorm's scale, then its shift.</param>
public sealed record EpilogueStep(Operation Operation, View? Operand, EquatableArray<long> Vector)
{
    /// <summary>The operand has one value per channel for all pixels.</summary>
    public bool IsPerChannel(View output) => Operand is not null && Operand.Pixels == 1 && output.Pixels > 1;

    /// <summary>Its text is long, or has constants that the JIT would keep in the multiply-adds' registers: the results are put aside
    /// first.</summary>
    public bool IsLong => Operation is HardSwish or HardSigmoid or Sigmoid or Silu or Tanh or Gelu or Elu or Mish
        or GradientStep { Source: { FromResult: false, Function: not (Relu or Relu6 or LeakyRelu) } };
}

/// <summary>Where the sums of a squeeze go: for each block of pixels, one value per channel.</summary>
/// <param name="IsWide">The values are doubles, each in the place of two floats: see <see cref="LongSums"/>.</param>
public sealed record SqueezeSums(View Sums, int Blocks, bool IsWide)
{
    /// <summary>Values, padding included, from one block's first to the next one's.</summary>
    public int Stride => IsWide ? Sums.PixelStride / 2 : Sums.PixelStride;

    /// <summary>New memory for the sums of an output's pixels.</summary>
    public static SqueezeSums Of(string name, View output, int blocks)
    {
        bool isWide = PixelsOfBlock(output.Pixels, blocks) > LongSums.MostTerms;
        int channels = PackedWeights.PaddedTo16(output.Channels);
        return new SqueezeSums(View.Of(Buffer.Rows(name, blocks, isWide ? 2 * channels : channels)), blocks, isWide);
    }

    /// <summary>Pixels of a block; the last may have fewer.</summary>
    public static int PixelsOfBlock(int pixels, int blocks) => (pixels + blocks - 1) / blocks;
}

/// <summary>A kernel that can sum its results over the pixels.</summary>
public interface ISqueezingPlan
{
    SqueezeSums? Squeeze { get; }
}

/// <summary>
/// Any other operation: its units are the rows of its output or, where <paramref name="ByChannels"/> is set, 16 channels each. A Flatten,
/// whose output is one row, shares out the channels of its input.
/// </summary>
public record MapPlan(
    string Title, Operation Operation, EquatableArray<View> Inputs, View Output, EquatableArray<EpilogueStep> Epilogue,
    bool ByChannels) : KernelPlan(Title)
{
    /// <summary>Parameters of the operation that its kernel reads: floats from the start of all weights.</summary>
    public EquatableArray<long> Weights { get; init; } = [];

    public override int Units => Operation is Flatten ? Inputs[0].Channels
        : ByChannels ? (Output.Channels + 15) / 16
        : UnitSums.Count > 0 ? UnitSums[0].Units
        : Output.Rows;

    public override long ScratchFloats => Operation switch
    {
        Softmax => SoftmaxScratch.Floats(Output.Channels),
        LocalResponseNorm norm => NormScratch.Of(norm, Output.Channels).Floats,
        _ => TrainingScratch.Floats(Operation, Inputs),
    };

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, [.. Inputs, .. PlanViews.Read(UnitSums)]);

    public override IEnumerable<View> Writes => [Output, .. PlanViews.Written(UnitSums)];
}

/// <summary>Multiplies a gate into a copy of a 1×1 convolution's packed weights.</summary>
public sealed record ScaleWeightsPlan(string Title, PackedWeights Weights, View Gate, View Scaled) : KernelPlan(Title)
{
    public override int Units => Weights.Panels;

    public override IEnumerable<View> Reads => [Gate];

    public override IEnumerable<View> Writes => [Scaled];
}

/// <summary>Adds the blocks of a squeeze in order, and divides by the number of pixels for a mean.</summary>
public sealed record SqueezeResultPlan(string Title, SqueezeSums Sums, View Output, int Pixels, bool IsMean) : KernelPlan(Title)
{
    public override int Units => 1;

    /// <summary>The blocks' sums are added in double precision.</summary>
    public bool IsLong => SqueezeSums.PixelsOfBlock(Pixels, Sums.Blocks) + Sums.Blocks > LongSums.MostTerms;

    public override IEnumerable<View> Reads => [Sums.Sums];

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>Brings an input of the caller into the workspace, with a halo where one is needed; bytes become floats on the way.</summary>
public sealed record PackInputPlan(string Title, int Binding, View Output) : KernelPlan(Title)
{
    public override int Units => Output.Rows;

    public override IEnumerable<View> Reads => [];

    public override IEnumerable<View> Writes => [Output];
}

internal static class PlanViews
{
    public static IEnumerable<View> Reads(IEnumerable<EpilogueStep> epilogue, params View?[] inputs) =>
        Of([.. inputs, .. epilogue.Select(step => step.Operand)]);

    /// <summary>What sums read that a kernel takes on its way.</summary>
    public static IEnumerable<View> Read(IEnumerable<ChunkSumsPlan> sums) => sums.SelectMany(plan => plan.Reads);

    public static IEnumerable<View> Written(IEnumerable<ChunkSumsPlan> sums) => sums.SelectMany(plan => plan.Writes);

    public static IEnumerable<View> Of(params View?[] views) => views.Where(view => view is not null)!;
}
