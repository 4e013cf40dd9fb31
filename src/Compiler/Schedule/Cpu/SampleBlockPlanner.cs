using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Plans networks of vectors, such as perceptrons, on blocks of samples. One sample uses each weight once, and waits for it; a block runs
/// two to five times as fast as its samples one by one.
/// </summary>
internal static class SampleBlockPlanner
{
    /// <summary>Positions of the blocks: weights that come from memory need about so many uses; and fewer for the rest of a
    /// batch.</summary>
    private static readonly int[] s_positions = [32, 8];

    /// <summary>More positions than these fill a register tile as they are.</summary>
    private const int MostPositions = 4;

    /// <summary>Elements of the largest value of a block, 64 MiB: a workspace should not become many times as large for the sake of
    /// batches.</summary>
    private const long MostElements = 1 << 24;

    /// <summary>The blocks, the largest first; none where a sample is more than a few positions, or an operation mixes them.</summary>
    /// <param name="graph">As declared.</param>
    /// <param name="layouts">One per instruction set. The blocks choose how wide their panels of weights are.</param>
    /// <param name="obstacle">Why there are none, where one would expect them.</param>
    public static IReadOnlyList<SampleBlock> Plan(
        Graph graph, IReadOnlyList<WeightLayout> layouts, ScheduleOptions options, string target, out string? obstacle)
    {
        obstacle = null;
        int positions = SamplesAsPositions.PositionsOf(graph);
        if (options.IsTraining || positions > MostPositions || graph.MultiplyAdds == 0) return [];
        options = options with { IsSampleBlock = true };
        var blocks = new List<SampleBlock>();
        foreach (int samples in s_positions.Select(most => most / positions))
        {
            if (graph.Nodes.Max(node => node.Shape.Elements) * samples > MostElements) continue;
            if (SamplesAsPositions.Of(graph, samples, out obstacle) is not { } block) return [];
            Graph rewritten = RewritePipeline.Run(block, new FusionNotes(), target);
            blocks.Add(new SampleBlock(
                samples, [.. layouts.Select(layout => Scheduler.Schedule(rewritten, layout.Set, layout, options) with { Tail = null })]));
        }
        return blocks;
    }

    /// <summary>Whether a block has the kernels of a single sample, so that their times are booked on the same ones.</summary>
    public static bool HasKernelsOf(SampleBlock block, IReadOnlyList<NetworkPlan> plans) => block.Plans.Zip(plans, (of, one) =>
        of.Kernels.Select(kernel => kernel.Node).SequenceEqual(one.Kernels.Select(kernel => kernel.Node))).All(same => same);

    /// <summary>What the fusion plan says; null where there is nothing to say.</summary>
    public static string? Remark(IReadOnlyList<SampleBlock> blocks, string? obstacle) => blocks.Count > 0
        ? $"In batches, {string.Join(" or ", blocks.Select(block => block.Samples))} samples at once go through these kernels."
        : obstacle is not null ? $"In batches, samples go through these kernels one by one: {obstacle}." : null;
}
