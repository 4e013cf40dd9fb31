namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Kernels that run in turn on a band of rows, band after band. What one of them leaves for the next lies in the thread's own memory, a few
/// rows at a time, and never leaves the second-level cache. A unit is a band.
/// </summary>
/// <param name="First">Makes rows of the first value between; its units are rows.</param>
/// <param name="Then">The kernels that follow.</param>
/// <param name="Bands">How many bands there are.</param>
public sealed record BandPlan(string Title, CpuKernelPlan First, IReadOnlyList<BandStage> Then, int Bands) : CpuKernelPlan(Title)
{
    /// <summary>Before the bands, in the scratch memory: a pointer for each of them, then the number of the band that was done
    /// last.</summary>
    public const int HeaderFloats = 16, LastBandFloat = 8;

    public override IReadOnlyList<CpuKernelPlan> Parts => [First, .. Then.Select(stage => stage.Kernel)];

    public override string NameSuffix => "_Bands";

    public override int Units => Bands;

    /// <summary>Behind the bands.</summary>
    public override long PartsOffset => HeaderFloats + Then.Sum(stage => stage.Input.Floats) + WorkspacePlanner.Slack;

    public override long ScratchFloats => PartsOffset + Parts.Max(part => part.ScratchFloats);

    public override IEnumerable<View> Reads => Outside(Parts.SelectMany(part => part.Reads));

    public override IEnumerable<View> Writes => Outside(Parts.SelectMany(part => part.Writes));

    public override string TileText => string.Join(", then ", Parts.Select(part => part.TileText));

    private static IEnumerable<View> Outside(IEnumerable<View> views) => views.Where(view => view.Buffer.Kind != BufferKind.Band);
}

/// <summary>A kernel of a <see cref="BandPlan"/> that reads what the one before has made.</summary>
/// <param name="Units">Units of the kernel that make a band of its output.</param>
public sealed record BandStage(CpuKernelPlan Kernel, BandValue Input, int Units = 1);

/// <summary>A value of which only some rows are there at a time.</summary>
/// <param name="Buffer">All of it, as its kernels see it.</param>
/// <param name="FirstRow">The first row that band 0 needs; negative where the reader pads.</param>
/// <param name="Rows">Rows that a band needs.</param>
/// <param name="Advance">Rows from the first of one band to the first of the next. What two bands share is kept.</param>
public sealed record BandValue(Buffer Buffer, int FirstRow, int Rows, int Advance)
{
    public int RowFloats => Buffer.RowPixels * Buffer.Channels;

    /// <summary>In whole cache lines.</summary>
    public long Floats => ((long)Rows * RowFloats + 15) / 16 * 16;
}
