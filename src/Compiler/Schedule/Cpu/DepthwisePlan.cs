using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>A convolution with one filter per channel.</summary>
/// <param name="Split">How a row of output pixels is split into tiles, each one vector of channels wide.</param>
public sealed record DepthwisePlan(
    string Title, PackedConvolution Convolution, View Input, View Output, EquatableArray<EpilogueStep> Epilogue, PackedWeights Weights,
    SqueezeSums? Squeeze, TileSplit Split, int RowsPerBlock, int Blocks) : CpuKernelPlan(Title), ISqueezingPlan
{
    /// <summary>Channels that go through all rows together: one cache line.</summary>
    public const int BlockChannels = 16;

    /// <summary>Pixels of a row that a long epilogue lets be put aside at once; they stay in the first-level cache.</summary>
    private const int MostAside = 512;

    /// <summary>The columns of a filter's row that a microkernel keeps in registers; wider filters have a loop over them.</summary>
    private const int MostColumns = 15;

    /// <summary>From so many floats between two pixels on, no hardware prefetcher follows a block from one to the next.</summary>
    private const int FarPixel = 256;

    /// <summary>Pixels of which two blocks have room in the first-level cache.</summary>
    private const int MostPixelsFetched = 256;

    public override int Units => Blocks;

    /// <summary>Whether the cache lines of the next block of channels are fetched while one is filtered: a quarter to a third of the time
    /// at 7×7 with a thousand channels.</summary>
    public bool FetchesNextBlock => Output.Channels >= 2 * BlockChannels && Input.PixelStride >= FarPixel
        && Input.Pixels <= MostPixelsFetched && Input.Buffer.Kind != BufferKind.Band;

    /// <summary>A result adds up more products than one float should: see <see cref="LongSums"/>.</summary>
    public bool HasLongSums => LongSums.IsDeep(Convolution, 1);

    /// <summary>The columns that are printed one by one: those of a filter's row, or one of a wide filter.</summary>
    public int UnrolledColumns => UnrolledColumnsOf(Convolution);

    public static int UnrolledColumnsOf(PackedConvolution convolution) => convolution.Kernel[2] <= MostColumns ? convolution.Kernel[2] : 1;

    /// <summary>A block's biases and filters.</summary>
    public long FilterFloats => (Convolution.Taps + 1L) * BlockChannels;

    /// <summary>Pixels that are put aside for a long epilogue; 0 where there is none.</summary>
    public int PixelsAside => !Epilogue.Any(step => step.IsLong()) ? 0 : Math.Min(Output.Width, MostAside);

    public override long ScratchFloats => FilterFloats + (long)PixelsAside * Weights.Lanes;

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, Input, Weights.Place);

    public override IEnumerable<View> Writes => PlanViews.Of(Output, Squeeze?.Sums);

    public override string TileText => $"{string.Join("+", Split.Parts.Select(part => part.Pixels))} pixels × 1 vector";
}
