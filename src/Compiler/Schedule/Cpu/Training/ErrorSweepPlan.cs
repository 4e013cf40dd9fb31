namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// A layer of one tap, its mean squared error and their gradients in one sweep over blocks of pixels. <c>E = x·W + b − t</c> of a block
/// is in the thread's own memory only; it becomes the gradient G of the layer's result there, and <c>dx = G·Wᵀ</c> and
/// <c>dW += xᵀ·G</c> are taken from it. Blocks make chunks, whose sums are added in order by the kernels that follow. A unit is a chunk.
/// </summary>
/// <param name="Forward">Makes E; its units are blocks, and its output is a <see cref="BufferKind.Band"/>.</param>
/// <param name="Backward">Makes dx of G, block by block; null where nobody asks for it.</param>
/// <param name="Weights">How dW is summed over a block; null where nobody asks for it.</param>
/// <param name="Sums">Where the sums of squares and of G go.</param>
/// <param name="Blocks">How the pixels are cut.</param>
public sealed record ErrorSweepPlan(
    string Title, ConvolutionPlan Forward, ConvolutionPlan? Backward, WeightGradientPlan? Weights, ErrorSums Sums, ErrorBlocks Blocks)
    : CpuKernelPlan(Title)
{
    public override IReadOnlyList<CpuKernelPlan> Parts => Backward is null ? [Forward] : [Forward, Backward];

    public override string NameSuffix => "_Sweep";

    public override int Units => Blocks.Chunks;

    /// <summary>The error: a block of rows in which every pixel begins on a cache line.</summary>
    public View Error => Forward.Output;

    public long BlockFloats => (long)Blocks.Pixels * Error.PixelStride;

    /// <summary>What the error is compared with, where it lies in the caller's memory and vectors would reach past its end: each block of
    /// it is copied before its error is made. Null where it is read where it lies.</summary>
    public View? CopiedTarget { get; init; }

    public long TargetFloats => CopiedTarget is { } target ? (long)Blocks.Pixels * target.PixelStride : 0;

    /// <summary>Where the copied block begins, behind the error's.</summary>
    public long TargetOffset => BandPlan.HeaderFloats + BlockFloats + WorkspacePlanner.Slack;

    /// <summary>Behind the blocks' pointers and the blocks themselves.</summary>
    public override long PartsOffset =>
        CopiedTarget is null ? TargetOffset : TargetOffset + PackedWeights.PaddedTo16((int)TargetFloats) + WorkspacePlanner.Slack;

    public override long ScratchFloats => PartsOffset + Parts.Max(part => part.ScratchFloats);

    public override IEnumerable<View> Reads => PlanViews.Of(
        [.. Parts.SelectMany(part => part.Reads).Where(view => view.Buffer.Kind != BufferKind.Band), CopiedTarget, Sums.Seed]);

    public override IEnumerable<View> Writes => PlanViews.Of(Backward?.Output, Weights?.Sums.Memory, Sums.Squares, Sums.Gradients);

    public override string TileText => string.Join(", then ",
        new[] { Forward.TileText, Backward?.TileText, Weights?.TileText }.Where(text => text is not null));
}

/// <summary>The sums that a sweep takes of its error.</summary>
/// <param name="Layout">What a row is: one double for each channel.</param>
/// <param name="Squares">For each chunk a row with the squares of E.</param>
/// <param name="Gradients">Likewise, of G, which is the gradient of the bias; null where nobody asks for it.</param>
/// <param name="Seed">The derivative of all by the loss; null where there are no gradients.</param>
public sealed record ErrorSums(PartialSums Layout, View Squares, View? Gradients, View? Seed);

/// <summary>How a sweep's pixels are cut. The same for every instruction set, because the order of sums is part of the result.</summary>
/// <param name="Pixels">Pixels of a block.</param>
/// <param name="Count">Blocks.</param>
/// <param name="Chunks">Into how many the blocks are shared out, in their order.</param>
public sealed record ErrorBlocks(int Pixels, int Count, int Chunks);
