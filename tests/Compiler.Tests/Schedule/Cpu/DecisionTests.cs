using System.Text;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Schedule.Cpu;

/// <summary>
/// What the planners decide, and exactly where it changes: one size grows, and each line of the snapshots is a range over which nothing
/// does. A change of the cost model is meant to show here.
/// </summary>
public sealed class DecisionTests
{
    private static readonly ScheduleOptions s_exact = new(Arithmetic.Direct, Tuning.None);
    private static readonly ScheduleOptions s_narrow = new(Arithmetic.Direct, Tuning.None, WeightStorage.BFloat16);

    [Fact]
    public Task Direct_convolutions()
    {
        var text = new StringBuilder();
        Sweep(text, "1×1 32→n at 28×28", Range(8, 264, 8), n => Conv(28, 28, 32, n, 1), s_exact);
        Sweep(text, "1×1 n→64 at 14×14", Range(64, 4352, 64), n => Conv(14, 14, n, 64, 1), s_exact);
        Sweep(text, "3×3 64→n at 14×14", Range(16, 304, 16), n => Conv(14, 14, 64, n, 3), s_exact);
        Sweep(text, "3×3 16→16 at n×n", Range(1, 30, 1), n => Conv(n, n, 16, 16, 3), s_exact);
        Sweep(text, "1×1 64→128 at n×n", Range(1, 30, 1), n => Conv(n, n, 64, 128, 1), s_exact);
        Sweep(text, "1×1 n→32 at 20×20", Range(44, 52, 1), n => Conv(20, 20, n, 32, 1), s_exact);
        Sweep(text, "1×1 n→24 at 8×8", Range(120, 140, 1), n => Conv(8, 8, n, 24, 1), s_exact);
        return Verifier.Verify(text.ToString());
    }

    [Fact]
    public Task Linear_layers()
    {
        var text = new StringBuilder();
        Sweep(text, "linear 1000→n", Range(4, 132, 4), n => Linear(1000, n), s_exact);
        Sweep(text, "linear n→64", Range(1021, 1028, 1), n => Linear(n, 64), s_exact);
        Sweep(text, "linear n→1000", Range(260, 266, 1), n => Linear(n, 1000), s_exact);
        Sweep(text, "linear n→128 in BF16", Range(2046, 2051, 1), n => Linear(n, 128), s_narrow);
        Sweep(text, "linear n→9", Range(LongSums.MostDepth - 2, LongSums.MostDepth + 2, 1), n => Linear(n, 9), s_exact);
        return Verifier.Verify(text.ToString());
    }

    [Fact]
    public Task Winograd_or_not()
    {
        var text = new StringBuilder();
        foreach (int channels in new[] { 16, 32, 64, 128, 256 })
            Sweep(text, $"3×3 {channels}→{channels} at n×n", Range(2, 40, 1), n => Conv(n, n, channels, channels, 3),
                ScheduleOptions.Default, InstructionSet.Avx2);
        Sweep(text, "3×3 n→64 at 14×14", Range(16, 640, 16), n => Conv(14, 14, n, 64, 3), ScheduleOptions.Default, InstructionSet.Avx2);
        Sweep(text, "3×3 128→128 at 7×n", Range(3, 40, 1), n => Conv(7, n, 128, 128, 3), ScheduleOptions.Default, InstructionSet.Avx2);
        return Verifier.Verify(text.ToString());
    }

    [Fact]
    public Task Bands_of_rows()
    {
        var text = new StringBuilder();
        Graph Block(int height, int width, int channels, string depthwise) => GraphNotation.Read(
            $"""
            x = Input ({height}, {width}, 4)
            a = Conv x, kernel: 1, outputs: {channels}
            r = Relu a
            d = DepthwiseConv r, {depthwise}
            p = Conv d, kernel: 1, outputs: 8
            output p
            """);
        Sweep(text, "3×3 on n×64×64", Range(60, 84, 1), n => Block(n, 64, 64, "kernel: 3"), s_exact, InstructionSet.Avx2);
        Sweep(text, "3×3/2 on n×64×64", Range(60, 90, 1), n => Block(n, 64, 64, "kernel: 3, stride: 2"), s_exact, InstructionSet.Avx2);
        Sweep(text, "5×5 on n×64×64", Range(60, 90, 1), n => Block(n, 64, 64, "kernel: 5"), s_exact, InstructionSet.Avx2);
        Sweep(text, "3×3 on 70×n×64", Range(40, 120, 4), n => Block(70, n, 64, "kernel: 3"), s_exact, InstructionSet.Avx2);
        Sweep(text, "3×3 on 28×28×n", Range(328, 400, 8), n => Block(28, 28, n, "kernel: 3"), s_exact, InstructionSet.Avx2);
        Sweep(text, "3×3 on 14×16×n", Range(1000, 2400, 200), n => Block(14, 16, n, "kernel: 3"), s_exact, InstructionSet.Avx2);
        return Verifier.Verify(text.ToString());
    }

    [Fact]
    public Task Depthwise_convolutions()
    {
        var text = new StringBuilder();
        Graph Depthwise(int height, int width, int channels, int kernel) => GraphNotation.Read(
            $"x = Input ({height}, {width}, {channels})\na = DepthwiseConv x, kernel: {kernel}\noutput a");
        Sweep(text, "3×3 16 at n×n", Range(1, 32, 1), n => Depthwise(n, n, 16, 3), s_exact);
        Sweep(text, "n×n 16 at 24×24", Range(1, 21, 2), n => Depthwise(24, 24, 16, n), s_exact);
        Sweep(text, "3×3 16 at 12×n", Range(10, 14, 1), n => Depthwise(12, n, 16, 3), s_exact);
        Sweep(text, "3×3 24 at n×16", Range(1, 40, 1), n => Depthwise(n, 16, 24, 3), s_exact);
        Sweep(text, "3×3 n at 14×14", Range(208, 288, 16), n => Depthwise(14, 14, n, 3), s_exact);
        Sweep(text, "3×3 256 at n×16", Range(14, 18, 1), n => Depthwise(n, 16, 256, 3), s_exact);
        return Verifier.Verify(text.ToString());
    }

    private static IEnumerable<int> Range(int first, int last, int step) =>
        Enumerable.Range(0, (last - first) / step + 1).Select(i => first + i * step);

    private static Graph Conv(int height, int width, int inputs, int outputs, int kernel) => GraphNotation.Read(
        $"x = Input ({height}, {width}, {inputs})\na = Conv x, outputs: {outputs}, kernel: {kernel}\noutput a");

    private static Graph Linear(int inputs, int outputs) =>
        GraphNotation.Read($"x = Input ({inputs})\na = Linear x, outputs: {outputs}\noutput a");

    /// <summary>One paragraph for each instruction set, one line for each range of sizes that are planned alike.</summary>
    private static void Sweep(
        StringBuilder text, string title, IEnumerable<int> sizes, Func<int, Graph> graph, ScheduleOptions options,
        InstructionSet? only = null)
    {
        var plans = sizes.Select(size => (Size: size, Plans: PlanChecks.Plans(graph(size), options))).ToList();
        foreach (CpuPlan plan in plans.SelectMany(pair => pair.Plans)) PlanChecks.Sound(plan);
        for (int set = 0; set < InstructionSet.All.Count; set++)
        {
            if (only is not null && InstructionSet.All[set] != only) continue;
            text.Append($"{title}, {InstructionSet.All[set].Name}\n");
            var lines = plans.Select(pair => (pair.Size, Text: string.Join("; then ", pair.Plans[set].Kernels.Select(Describe)
                .Where(line => line.Length > 0)))).ToList();
            for (int i = 0; i < lines.Count; i++)
            {
                int first = i;
                while (i + 1 < lines.Count && lines[i + 1].Text == lines[first].Text) i++;
                text.Append($"  {lines[first].Size}{(i > first ? $"–{lines[i].Size}" : "")}: {lines[first].Text}\n");
            }
            text.Append('\n');
        }
    }

    private static string Describe(CpuKernelPlan kernel) => kernel switch
    {
        ConvolutionPlan plan => $"{plan.Blocking.Blocks} × {(plan.Blocking.IsFlat ? "flat " : "")}{plan.Blocking.RowsPerBlock} rows, "
            + $"tiles {Split(plan.Blocking.Split)}, {Describe(plan.Panels)}{Describe(plan.Prefetching)}",
        DepthwisePlan plan => $"{plan.Blocks} × {plan.RowsPerBlock} rows, tiles {Split(plan.Split)}"
            + (plan.FetchesNextBlock ? ", fetches the next block" : ""),
        WinogradPlan plan => $"{plan.Transform} {plan.Tiles.Rows}×{plan.Tiles.Columns} tiles, {plan.Tiles.RowsPerBlock} rows a block, "
            + $"tiles {Split(plan.Product.Blocking.Split)}, {Describe(plan.Product.Panels)}{Describe(plan.Product.Prefetching)}",
        BandPlan plan => $"{plan.Bands} bands ({string.Join(" | ", plan.Parts.Select(Describe))})",
        _ => "",
    };

    private static string Split(TileSplit split) => string.Join(" + ", split.Parts.Select(part => $"{part.Count}·{part.Pixels}"));

    private static string Describe(Panels panels) =>
        $"{panels.Weights.Panels} panels of {panels.Weights.PanelVectors}/{panels.Weights.TailVectors} vectors, {panels.PerUnit} a unit"
        + (panels.AtOnce > 1 ? $", {panels.AtOnce} at once" : "") + (panels.Unroll > 1 ? $", unrolled by {panels.Unroll}" : "")
        + (panels.Weights.IsNarrow ? ", narrow" : "");

    private static string Describe(Prefetching prefetching) =>
        (prefetching.Output ? ", fetches the output" : "") + (prefetching.Next ? ", the next panel" : "")
        + (prefetching.Ahead > 0 ? $", {prefetching.Ahead} ahead" : "");
}
