using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans a sweep, and the kernels that add up its chunks' sums.</summary>
/// <param name="name">What the layer is called.</param>
/// <param name="layer">The layer.</param>
/// <param name="input">What it reads, without gaps.</param>
/// <param name="target">What its result is compared with, without gaps.</param>
internal sealed class ErrorSweepPlanner(
    InstructionSet set, WeightLayout layout, string name, Operation layer, View input, View target)
{
    /// <summary>Work items, so that threads get equal shares.</summary>
    private const int WantedChunks = 16;

    /// <summary>Partial sums of so many floats (4 MiB) are no burden.</summary>
    private const long MostFloats = 1 << 20;

    /// <summary>A sum in floats over more pixels than this loses more than it must.</summary>
    private const int MostPixels = 4096;

    private static readonly TunedLayer s_untuned = new("", TunedLayer.EverySet);

    private readonly ErrorBlocks _blocks = Cut(input, target);

    /// <summary>The sweep itself.</summary>
    /// <param name="seed">The derivative of all by the loss; null where there are no gradients.</param>
    /// <param name="inputGradient">Where dx goes, without gaps; null where nobody asks for it.</param>
    /// <param name="hasWeights">Whether dW is asked for.</param>
    /// <param name="hasBias">Whether db is.</param>
    public ErrorSweepPlan Plan(View? seed, View? inputGradient, bool hasWeights, bool hasBias)
    {
        int inputs = input.Channels, outputs = target.Channels, padded = PackedWeights.PaddedTo16(outputs);
        View x = Blocks(input, inputs), t = Blocks(target, outputs);
        var memory = new Buffer(name + " error", BufferKind.Band, 0, 1, _blocks.Count, _blocks.Pixels, padded);
        View error = View.Of(memory).Window(0, outputs);
        // Vectors of its last pixel reach past the end of what may be the caller's memory.
        bool copies = target.Buffer.Kind == BufferKind.Input && outputs % 16 != 0;
        View compared = !copies ? t
            : View.Of(new Buffer(name + " target", BufferKind.Band, 1, 1, _blocks.Count, _blocks.Pixels, outputs) { IsDense = true });
        PackedConvolution forward = PackedConvolution.Pointwise(new ConvolutionPart(layer));
        string sizes = $"1×1 {inputs}→{outputs}";
        ConvolutionPlan first = ConvolutionPlanner.Plan(
            set, layout, $"{name}: the error of a block, {sizes}", forward, x, error,
            [new EpilogueStep(new Difference(), compared, [])], null,
            null, s_untuned, bandRows: 1);
        ConvolutionPlan? back = inputGradient is null ? null : ConvolutionPlanner.Plan(
            set, layout, $"{name}: the input's gradient of a block, {outputs}→{inputs}",
            PackedConvolution.Pointwise(new ConvolutionPart(new TransposedLayer(layer, inputs))), error, Blocks(inputGradient, inputs), [],
            null, null, s_untuned, bandRows: 1);
        WeightGradientPlan? weights = !hasWeights ? null : WeightGradientPlanner.PlanBlocks(
            set, name, sizes, forward, x, error, Positions(x, error));
        var rows = new PartialSums(1, outputs, 0, IsTotal: true);
        var sums = new ErrorSums(rows, Rows("squares"), hasBias ? Rows("gradients") : null, seed);
        string made = string.Join(", ", new[]
        {
            "the loss", back is null ? "" : "the input's gradient", hasWeights ? "the weights'" : "", hasBias ? "the bias'" : "",
        }.Where(part => part.Length > 0));
        return new ErrorSweepPlan(
            $"{name}: {sizes} at {target.Pixels} positions and its mean squared error in one sweep over blocks of {_blocks.Pixels}: {made}",
            first, back, weights, sums, _blocks)
        {
            CopiedTarget = copies ? t : null,
        };

        View Rows(string of) => View.Of(Buffer.Rows($"{name} sums of {of}", _blocks.Chunks, 2 * rows.Doubles));
    }

    /// <summary>Makes the loss of the chunks' sums.</summary>
    public static CombineSumsPlan Loss(string name, ErrorSweepPlan sweep, View target, View output) => new(
        $"{name}: MeanSquaredError, from the sums of {sweep.Blocks.Chunks} chunks", new MeanSquaredError(), sweep.Sums.Layout,
        sweep.Sums.Squares, null, 1.0 / ((double)target.Pixels * target.Channels), output);

    /// <summary>Makes a gradient that is there as sums; none where the sweep has written it already.</summary>
    public static CpuKernelPlan? Gradient(string name, ErrorSweepPlan sweep, Operation rule, View output) => rule switch
    {
        GlobalPool => new CombineSumsPlan(
            $"{name}: bias gradient, from the sums of {sweep.Blocks.Chunks} chunks", rule, sweep.Sums.Layout with { IsTotal = false },
            sweep.Sums.Gradients!, null, 1, output),
        ConvWeightGradient or LinearWeightGradient =>
            new WeightGradientResultPlan($"{name}: weight gradient, from the sums of {sweep.Blocks.Chunks} chunks", sweep.Weights!.Sums,
                output),
        _ => null,
    };

    private static ErrorBlocks Cut(View input, View target)
    {
        int pixels = ErrorSweep.BlockPixels(target.Pixels, target.Channels)
            ?? throw new InvalidOperationException($"{target.Pixels} positions cannot be cut into blocks.");
        int count = target.Pixels / pixels;
        long weights = (long)input.Channels * PackedWeights.PaddedTo16(target.Channels);
        int free = (int)Math.Max(1, MostFloats / weights), accurate = (target.Pixels + MostPixels - 1) / MostPixels;
        int least = (target.Pixels + LongSums.MostDepth - 1) / LongSums.MostDepth;
        return new ErrorBlocks(pixels, count, Math.Min(count, Math.Max(least, Math.Min(free, Math.Max(WantedChunks, accurate)))));
    }

    /// <summary>The same memory with a block in each row.</summary>
    private View Blocks(View view, int channels) => view.As(Shape.Of(_blocks.Count, _blocks.Pixels, channels));

    /// <summary>The positions of one block.</summary>
    private PositionBlocks Positions(View x, View error) =>
        new([new PositionLoop(_blocks.Pixels, x.PixelStride, error.PixelStride)], 0, _blocks.Pixels, _blocks.Chunks);
}
