using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Chooses tile and blocking of a depthwise convolution.</summary>
public static class DepthwisePlanner
{
    private const int WantedUnits = 16;
    private const long SmallKernel = 20_000;

    /// <summary>Fewer accumulators than this do not hide the latency of a multiply-add.</summary>
    private const int LeastPixels = 7;

    public static DepthwisePlan Plan(
        InstructionSet set, WeightLayout layout, string title, PackedConvolution convolution, View input, View output,
        EquatableArray<EpilogueStep> epilogue, SqueezeSums? squeeze, int blocks)
    {
        PackedWeights weights = layout.Convolution(convolution, input.Channels, (_, _) => 1);
        // One row of the filter, a vector of the input, and an accumulator per pixel share the registers.
        int most = Math.Max(1, Math.Min(14, set.Registers - DepthwisePlan.UnrolledColumnsOf(convolution) - 2));
        return new DepthwisePlan(
            title, convolution, input, output, epilogue, weights, squeeze, Split(output.Width, most), output.Rows / blocks, blocks);
    }

    /// <summary>One size for the whole row where one that divides it is wide enough; otherwise near-equal tiles.</summary>
    private static TileSplit Split(int width, int most)
    {
        int divisor = Enumerable.Range(1, Math.Min(most, width)).Last(pixels => width % pixels == 0);
        return divisor >= LeastPixels ? new TileSplit(divisor, width / divisor, 0, 0) : TileSplit.Near(width, most);
    }

    /// <summary>
    /// How many sums of pixels a squeeze gets: one for each block or, where that is more pixels than one float should add, one for so many
    /// rows of a block that it is not. Rows that are too long themselves are added in double precision, one sum for a block.
    /// </summary>
    public static int SumCount(View output, int blocks)
    {
        int rows = output.Rows / blocks;
        return output.Rows / Divisors.Of(rows).Where(divisor => divisor * output.Width <= LongSums.MostTerms).DefaultIfEmpty(rows).Max();
    }

    /// <summary>The same for every instruction set, for a squeeze sums per block.</summary>
    public static int BlockCount(PackedConvolution convolution, View output)
    {
        int rows = output.Rows;
        if ((long)output.Pixels * output.Channels * convolution.Taps < SmallKernel) return 1;
        return Divisors.Of(rows).OrderBy(divisor => Math.Abs(divisor - WantedUnits)).First();
    }
}
