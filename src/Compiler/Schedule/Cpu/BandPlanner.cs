using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Decides where a depthwise convolution or a pooling runs in bands of rows with the convolution before it, and where the 1×1 convolution
/// behind a depthwise one does, too. The value between them is the largest of its block; written and read as a whole it would pass through
/// the last-level cache or the memory twice. The choice is the same for every instruction set, because a squeeze sums per band.
/// </summary>
public static class BandPlanner
{
    /// <summary>
    /// Up to here values come back from the last-level cache as fast as they are used. Larger ones gain 5 to 15 % on an idle machine, and
    /// up to 50 % where neighbours use that cache, too.
    /// </summary>
    private const long NearBytes = 1024 * 1024;

    /// <summary>What a band may take of the second-level cache.</summary>
    private const long BandBytes = 224 * 1024;

    /// <summary>The same where a pooling follows, for which its rows are fetched one after the other.</summary>
    private const long PooledBytes = 320 * 1024;

    /// <summary>Weights, which every band reads again, should take little of that cache beside it.</summary>
    private const long WeightBytes = 64 * 1024;

    /// <summary>Of the rows that two bands share, as a part of the new ones: they are copied, and pass through the first-level cache
    /// twice.</summary>
    private const double MostShared = 0.5;

    /// <summary>Bands that threads can share evenly.</summary>
    private const int LeastBands = 7;

    /// <summary>How many rows of output a band has; null where all rows are better made at once.</summary>
    /// <param name="producer">The kernel before the depthwise convolution.</param>
    public static int? Rows(CpuKernelPlan? producer, PackedConvolution depthwise, View input, View output) =>
        Rows(producer, RowWindow.Of(depthwise), input, output, BandBytes);

    /// <inheritdoc cref="Rows(CpuKernelPlan?, PackedConvolution, View, View)"/>
    public static int? Rows(CpuKernelPlan? producer, MapPlan pool) =>
        pool.UnitSums.Count == 0 && RowWindow.Of(pool.Operation) is { } window
            ? Rows(producer, window, pool.Inputs[0], pool.Output, PooledBytes) : null;

    private static int? Rows(CpuKernelPlan? producer, RowWindow window, View input, View output, long mostBytes)
    {
        bool isPossible = producer is ConvolutionPlan { Blocking.IsFlat: false, Squeeze: null } before && before.Output == input
            && IsOwn(input)
            && HasFewWeights(before.Convolution, before.Input) && output.Frames == 1;
        if (!isPossible || (long)input.Pixels * input.Channels * sizeof(float) <= NearBytes) return null;
        return Divisors.Of(output.Height)
            .Where(rows => rows <= output.Height / LeastBands && Fits(window.Over(input, rows), mostBytes))
            .Select(rows => (int?)rows).LastOrDefault();
    }

    /// <summary>The rows of the bands before, which a 1×1 convolution takes as they come; null where it runs by itself.</summary>
    public static int? RowsBehind(CpuKernelPlan? before, PackedConvolution convolution, View input) =>
        before is BandPlan { Then.Count: 1 } bands && bands.Then[0].Kernel is DepthwisePlan { Squeeze: null } depthwise
            && depthwise.Output == input && IsOwn(input)
            && convolution.IsPointwise && convolution.IsUnstrided && !convolution.HasPadding && HasFewWeights(convolution, input)
            ? depthwise.RowsPerBlock : null;

    /// <summary>The convolution before and the depthwise one as one kernel that runs both in bands.</summary>
    public static BandPlan Plan(ConvolutionPlan producer, DepthwisePlan depthwise)
    {
        BandValue between = RowWindow.Of(depthwise.Convolution).Over(depthwise.Input, depthwise.RowsPerBlock);
        return Plan(producer, new BandStage(depthwise, between), depthwise.RowsPerBlock, depthwise.Blocks);
    }

    /// <summary>The convolution before and a pooling as one kernel that runs both in bands.</summary>
    public static BandPlan Plan(ConvolutionPlan producer, MapPlan pool, int rows)
    {
        BandValue between = RowWindow.Of(pool.Operation)!.Over(pool.Inputs[0], rows);
        return Plan(producer, new BandStage(pool, between, rows), rows, pool.Output.Height / rows);
    }

    private static BandPlan Plan(ConvolutionPlan producer, BandStage then, int rowsPerBand, int bands)
    {
        then.Input.Buffer.KeepInBand(0);
        ConvolutionPlan first = producer with
        {
            Blocking = producer.Blocking with { RowsPerBlock = 1, Blocks = producer.Output.Rows },
            Panels = producer.Panels with { PerUnit = producer.Weights.Panels },
        };
        string rows = rowsPerBand == 1 ? "row" : $"{rowsPerBand} rows";
        return new BandPlan($"{producer.Title}; band by band of {rows}: {then.Kernel.Title}", first, [then], bands);
    }

    /// <summary>The same with the convolution behind them.</summary>
    public static BandPlan Append(BandPlan bands, ConvolutionPlan last)
    {
        var between = new BandValue(last.Input.Buffer, 0, last.Blocking.RowsPerBlock, last.Blocking.RowsPerBlock);
        between.Buffer.KeepInBand(bands.Then.Count);
        return bands with { Title = $"{bands.Title}; {last.Title}", Then = [.. bands.Then, new BandStage(last, between)] };
    }

    private static bool Fits(BandValue value, long mostBytes) =>
        value.Floats * sizeof(float) <= mostBytes && value.Rows - value.Advance <= MostShared * value.Advance;

    /// <summary>A value with a buffer of its own, which is not the caller's.</summary>
    private static bool IsOwn(View value) =>
        value.Buffer.Kind == BufferKind.Workspace && value.Buffer.Channels - value.Buffer.SpareChannels == value.Channels
        && !value.Buffer.IsDense && value.Frames == 1;

    /// <summary>As declared: packed, they may take more on one instruction set than on another.</summary>
    private static bool HasFewWeights(PackedConvolution convolution, View input) =>
        (long)convolution.Taps * (input.Channels / convolution.Groups) * convolution.Outputs * sizeof(float) <= WeightBytes;
}
