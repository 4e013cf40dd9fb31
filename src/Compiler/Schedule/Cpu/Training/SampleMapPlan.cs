namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>What the units of a <see cref="SampleMapPlan"/> are.</summary>
public enum SampleUnits
{
    /// <summary>Rows of the output, through all samples.</summary>
    Rows,

    /// <summary>16 channels of a sample: of what needs all positions of a channel, in order.</summary>
    ChannelBlocks,

    /// <summary>Single channels of a sample's input.</summary>
    Channels,
}

/// <summary>An operation on every sample of a batch, where samples may not be taken for more positions.</summary>
/// <param name="Operation">What runs on one sample.</param>
public sealed record SampleMapPlan(
    string Title, Operation Operation, EquatableArray<SampleView> Samples, SampleView Result, EquatableArray<EpilogueStep> Epilogue,
    SampleUnits UnitsAre)
    : MapPlan(Title, Operation, Samples.Select(sample => sample.Batch).ToEquatableArray(), Result.Batch, Epilogue, ByChannels: false)
{
    /// <summary>16 channels each; the last block may have fewer.</summary>
    public int Blocks => (Result.Channels + 15) / 16;

    public override int Units => UnitsAre switch
    {
        SampleUnits.ChannelBlocks => Result.Samples * Blocks,
        SampleUnits.Channels => Result.Samples * Samples[0].Channels,
        _ => UnitSums.Count > 0 ? UnitSums[0].Units : Output.Rows,
    };

    /// <summary>The rows of a sample's result: unit / so many is the sample where units are rows.</summary>
    public int RowsPerSample => Result.Rows;

    public override long ScratchFloats => Operation is MaxPoolGradient gradient ? PoolPlaces.Of(gradient.Pool, Samples[1]).Floats : 0;
}

/// <summary>
/// The memory in which the gradient of a max pooling keeps where the greatest values of windows lie: so many rows of windows as one row of
/// the input lies in, 16 channels of each window.
/// </summary>
public sealed record PoolPlaces(int Rows, int Windows)
{
    public long Floats => (long)Rows * Windows * 16;

    public static PoolPlaces Of(MaxPool pool, SampleView windows)
    {
        long height = pool.Kernel.Count > 2 ? PoolWindow.Of(pool).Along(1).Extent : 1;
        int step = pool.Kernel.Count > 2 ? pool.Stride[1] : 1;
        return new PoolPlaces((int)Math.Min((height - 1) / step + 1, windows.Rows), windows.Width);
    }
}
