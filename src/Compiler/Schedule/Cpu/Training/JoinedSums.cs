namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Lets the kernel that makes the last input of sums over positions take them itself, unit by unit, while what the unit has made is still
/// in a cache. The chunks are its units, which are the same for every instruction set.
/// </summary>
/// <param name="kernels">The kernels planned so far; those that take sums are replaced.</param>
internal sealed class JoinedSums(Graph graph, List<CpuKernelPlan> kernels)
{
    /// <summary>A unit with fewer positions would have more sums than values, one with more floats would not stay in the second-level
    /// cache.</summary>
    private const int LeastPositions = 32, MostFloats = 64 * 1024;

    private readonly Dictionary<int, int> _makers = [];

    /// <summary>Says which kernel makes a node's value.</summary>
    public void Made(Node node, int kernel) => _makers[node.Id] = kernel;

    /// <summary>The rest of the sums' kernels: all of them where <paramref name="whyNot"/> is given.</summary>
    /// <param name="planned">The node's kernels.</param>
    /// <param name="whyNot">Why the sums are a pass of their own; null where they are not, or nobody would expect it.</param>
    public IReadOnlyList<CpuKernelPlan> Join(Node node, IReadOnlyList<CpuKernelPlan> planned, out string? whyNot)
    {
        whyNot = null;
        if (planned.Count < 2 || planned[0] is not ChunkSumsPlan sums || planned[1] is not CombineSumsPlan combine
            || sums.Operation is not (BatchStatistics or BatchNormSums or PReluSlopeGradient or GlobalPool)) return planned;
        // What an epilogue adds to the sums comes behind them.
        int[] read = [.. node.Inputs.Take(sums.Inputs.Count)];
        int last = read.OrderByDescending(id => _makers.TryGetValue(id, out int kernel) ? kernel : -1).First();
        if (!_makers.TryGetValue(last, out int index)) return planned;
        whyNot = WhyNot(read, last, kernels[index], sums);
        if (whyNot is not null) return planned;
        ChunkSumsPlan taken = Of(kernels[index], sums)!;
        var buffer = Buffer.Rows($"{node.Name} partial sums", taken.Chunks.Count, 2 * sums.Sums.Doubles);
        string title = sums.Title.Substring(0, sums.Title.Length - sums.Chunks.Title.Length) + taken.Chunks.Title;
        taken = taken with { Title = title, Partials = View.Of(buffer) };
        kernels[index] = With(kernels[index], taken);
        return [combine with { Partials = taken.Partials }, .. planned.Skip(2)];
    }

    /// <param name="read">What is summed.</param>
    /// <param name="last">Of these, what is made last.</param>
    private string? WhyNot(int[] read, int last, CpuKernelPlan maker, ChunkSumsPlan sums)
    {
        if (read.Any(id => id != last && !_makers.ContainsKey(id) && graph.Nodes[id].Operation is not Input))
            return "an input is a view of another value, or several kernels make it";
        if (!maker.Writes.Contains(sums.Inputs[Array.IndexOf(read, last)])) return "its input was copied";
        if (Of(maker, sums) is not { } taken) return $"{Describe(maker)} takes no sums";
        int positions = taken.Chunks.ChunkRows * taken.Chunks.ChunkColumns;
        long floats = (long)positions * (taken.Ranges == 1 ? sums.Sums.Channels : taken.RangeChannels);
        return positions < LeastPositions ? $"the units of the kernel before have only {positions} positions"
            : floats > MostFloats ? "the units of the kernel before are too large for a cache"
            : null;
    }

    private static string Describe(CpuKernelPlan maker) => maker switch
    {
        DepthwisePlan => "a depthwise convolution",
        BandPlan => "a kernel that runs in bands",
        ConvolutionPlan or WinogradPlan => "a convolution whose units are no whole rows",
        MapPlan map => PlanText.KindOf(map.Operation),
        _ => "the kernel before",
    };

    /// <summary>The sums over a kernel's units; null where it can take none.</summary>
    private static ChunkSumsPlan? Of(CpuKernelPlan maker, ChunkSumsPlan sums) => maker switch
    {
        ConvolutionPlan plan when Chunks(plan, sums) is { } chunks =>
            sums with { Chunks = chunks, Ranges = plan.Panels.Units, RangeChannels = plan.Panels.PerUnit * plan.Weights.PanelChannels },
        WinogradPlan plan when Chunks(plan) is { } chunks =>
            sums with { Chunks = chunks, Ranges = plan.Weights.Panels, RangeChannels = plan.Weights.PanelChannels },
        MapPlan { UnitSums.Count: > 0 } plan => sums with { Chunks = plan.UnitSums[0].Chunks },
        MapPlan { ByChannels: false, Operation: Rewrite.Copy or BatchNormalize or BatchNormInputGradient or FixedNormGradient }
            when sums.Chunks.PerRow == 1 => sums,
        SampleMapPlan { UnitsAre: SampleUnits.Rows, Operation: Spread } when sums.Chunks.PerRow == 1 => sums,
        _ => null,
    };

    private static PositionChunks? Chunks(ConvolutionPlan plan, ChunkSumsPlan sums)
    {
        if (plan.Convolution.Groups > 1 || plan.Output.Pixels == 1) return null;
        Blocking blocking = plan.Blocking;
        if (!blocking.IsFlat) return new PositionChunks(plan.Output.Rows, plan.Output.Width, blocking.RowsPerBlock, plan.Output.Width);
        return sums.Inputs.All(input => input.IsFlat) ? new PositionChunks(1, plan.Output.Pixels, 1, blocking.Row) : null;
    }

    private static PositionChunks? Chunks(WinogradPlan plan)
    {
        int tile = plan.Transform.Tile;
        return plan.Output.Height % tile != 0 ? null
            : new PositionChunks(plan.Output.Rows, plan.Output.Width, plan.Tiles.RowsPerBlock * tile, plan.Output.Width);
    }

    private static CpuKernelPlan With(CpuKernelPlan maker, ChunkSumsPlan sums)
    {
        string title = $"{maker.Title}, sums for {sums.Title.Split(':')[0]}";
        EquatableArray<ChunkSumsPlan> all = [.. maker.UnitSums, sums];
        return maker switch
        {
            ConvolutionPlan plan => plan with { Title = title, UnitSums = all },
            WinogradPlan plan => plan with { Title = title, UnitSums = all },
            MapPlan plan => plan with { Title = title, UnitSums = all },
            _ => throw new InvalidOperationException($"{maker.GetType().Name} takes no sums."),
        };
    }
}
