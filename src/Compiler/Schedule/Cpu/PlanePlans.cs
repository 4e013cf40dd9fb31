namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Pixels of a value in pieces that lie in one row: its rows, or parts of the only one.</summary>
public sealed record PixelRuns(int Count, int Pixels)
{
    /// <summary>Pixels of a part: some cache lines of each channel.</summary>
    private const int Part = 64;

    public static PixelRuns Of(View value) => value.Rows == 1 && value.Width > Part
        ? new((value.Width + Part - 1) / Part, Part)
        : new(value.Rows, value.Width);
}

/// <summary>Brings an input that the caller has channels first into the workspace, with a halo where one is needed. Bytes, which have their
/// channels last, become floats on the way.</summary>
public sealed record PackPlanesPlan(string Title, int Binding, View Output) : CpuKernelPlan(Title)
{
    public PixelRuns Runs => PixelRuns.Of(Output);

    public override string NameSuffix => "_Pack";

    public override int Units => Runs.Count;

    public override bool ReadsInput(int input) => input == Binding;

    public override IEnumerable<View> Reads => [];

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>Writes a result channels first.</summary>
/// <param name="Value">Channels last.</param>
/// <param name="Output">The caller's memory, in the order in which it has the dimensions.</param>
public sealed record WritePlanesPlan(string Title, View Value, View Output) : CpuKernelPlan(Title)
{
    public PixelRuns Runs => PixelRuns.Of(Value);

    public override string NameSuffix => "_Planes";

    public override int Units => Runs.Count;

    public override IEnumerable<View> Reads => [Value];

    public override IEnumerable<View> Writes => [Output];
}
