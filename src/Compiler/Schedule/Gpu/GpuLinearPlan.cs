using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Linear layers on one position of each sample, one after the other, and the mean in front of them: the gate of a
/// Squeeze-and-Excitation block, or a classifier. All groups of threads compute all but the last layer, which they share out: that is
/// quicker than a kernel for each, as long as there is little to read.</summary>
/// <param name="Mean">What the input's rows are; null where it is one vector.</param>
/// <param name="Input">The first layer's input, or rows of sums.</param>
/// <param name="Columns">Output channels of the last layer that a group computes.</param>
public sealed record GpuLinearPlan(
    string Title, GpuMean? Mean, View Input, View? Gate, EquatableArray<GpuLinearLayer> Layers, int Columns) : GpuKernelPlan(Title)
{
    /// <summary>The most threads of a group.</summary>
    public const int MostThreads = 256;

    private const int ThreadsOfWarp = 32;

    public GpuLinearLayer Last => Layers[Layers.Count - 1];

    /// <summary>Each step's.</summary>
    public IReadOnlyList<GpuShares> Shares => [.. Layers.Select((layer, i) =>
        GpuShares.Of(layer.Weights.Depth, i == Layers.Count - 1 ? Columns : layer.Weights.Outputs))];

    /// <summary>No more than have something to do: they wait for each other.</summary>
    public override int Threads
    {
        get
        {
            int busy = Shares.Append(Mean?.Shares).Max(shares => shares?.Threads ?? 0);
            return Math.Min(MostThreads, (busy + ThreadsOfWarp - 1) / ThreadsOfWarp * ThreadsOfWarp);
        }
    }

    public override long UnitsPerSample => 1;

    public override int UnitsPerGroup => 1;

    public override int GroupsY => (Last.Weights.Outputs + Columns - 1) / Columns;

    public override IEnumerable<View> Reads => ReadsOf(Last.Epilogue, Input, Gate);

    public override IEnumerable<View> Writes => [Last.Output];
}

/// <summary>The mean, or sum, over the rows of sums that a convolution's groups left.</summary>
public sealed record GpuMean(GlobalPoolMode Mode, int Rows, int Pixels, int Channels)
{
    public GpuShares Shares => GpuShares.Of(Rows, Channels);
}

/// <param name="Output">What it makes. Only the last layer's is ever in memory.</param>
public sealed record GpuLinearLayer(GpuWeights Weights, View Output, EquatableArray<EpilogueStep> Epilogue);

/// <summary>How the threads of a group share out sums over rows: each has four columns, and every so many rows.</summary>
/// <param name="Across">Vectors of columns.</param>
/// <param name="Slices">Threads that take turns with the rows of a vector; 1 where there are more vectors than threads.</param>
public sealed record GpuShares(int Rows, int Across, int Slices)
{
    /// <summary>Rows of a thread that hide each other's way from memory.</summary>
    private const int RowsWanted = 8;

    public int Threads => Across * Slices;

    /// <summary>Rows that each slice has.</summary>
    public int RowsOfAll => Rows / Slices;

    /// <summary>Slices that have one more.</summary>
    public int Rest => Rows % Slices;

    public int MostRows => RowsOfAll + (Rest > 0 ? 1 : 0);

    public static GpuShares Of(int rows, int columns)
    {
        int across = (columns + 3) / 4, wanted = 1;
        while (wanted * RowsWanted < rows) wanted *= 2;
        while (wanted > 1 && (wanted > rows || wanted * across > GpuLinearPlan.MostThreads)) wanted /= 2;
        return new GpuShares(rows, across, wanted);
    }
}
