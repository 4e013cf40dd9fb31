using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>What the printers of one network's kernels share.</summary>
internal sealed class GpuContext(GpuNetworkPlan plan)
{
    /// <summary>What every kernel and what it calls is given.</summary>
    public const string Parameters =
        "ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch, "
        + "GpuPlaces places";

    /// <summary>The same, handed on.</summary>
    public const string Arguments = "weights, workspace, inputs, outputs, batch, places";

    /// <summary>Where the kernel that is being printed goes.</summary>
    public CodeWriter Writer { get; private set; } = new();

    /// <summary>Where that kernel's values and weights lie.</summary>
    public GpuPlaceList Places { get; private set; } = new();

    public GpuFunctions Functions { get; } = new();

    public GpuTiles Tiles { get; } = new();

    private readonly GpuBindings _inputs = GpuBindings.OfInputs(plan.Graph), _outputs = GpuBindings.OfOutputs(plan.Graph);

    /// <summary>How a kernel reaches a value, four channels at a time or one.</summary>
    public GpuValue Value(string name, View view, bool ofVectors)
    {
        (string memory, long offset) = view.Buffer.Kind switch
        {
            BufferKind.Input => ("inputs", _inputs.Offset(view.Buffer.Binding)),
            BufferKind.Output => ("outputs", _outputs.Offset(view.Buffer.Binding - plan.Graph.Inputs.Count())),
            _ => ("workspace", view.Buffer.Offset),
        };
        return new GpuValue(name, view, memory, Places.Of((view.Buffer, memory), offset), ofVectors);
    }

    /// <summary>Weights from a place on, as vectors or one by one.</summary>
    /// <param name="role">What they are to the kernel, which has its own place for each.</param>
    public string Weights(string role, long offset, bool ofVectors) =>
        $"weights.SubView({Places.Of(role, offset)}, weights.Length - {Places.Of(role, offset)}){GpuValue.Seen(ofVectors)}";

    /// <summary>Begins with the next kernel.</summary>
    public void Begin() => (Writer, Places) = (new CodeWriter(), new GpuPlaceList());

    public void Open(GpuKernelPlan kernel)
    {
        Writer.Open($"private static void {kernel.Name}({Parameters})");
    }
}

/// <summary>Where inputs, or results, lie behind each other in the session's memory: each begins on a multiple of 16 floats.</summary>
internal sealed class GpuBindings
{
    private readonly List<long> _offsets = [];

    private GpuBindings(IEnumerable<Shape> shapes)
    {
        long next = 0;
        foreach (Shape shape in shapes)
        {
            _offsets.Add(next);
            next += (shape.Elements + 15) / 16 * 16;
        }
    }

    public static GpuBindings OfInputs(Graph graph) => new(graph.Inputs.Select(node => node.Shape));

    public static GpuBindings OfOutputs(Graph graph) => new(graph.Outputs.Select(output => graph.Nodes[output.Node].Shape));

    /// <summary>Floats before it, for one sample.</summary>
    public long Offset(int binding) => _offsets[binding];
}

/// <summary>A value as a kernel sees it: a name for its memory, and where in it a channel of a position lies.</summary>
/// <param name="Memory">The parameter that it lies in.</param>
/// <param name="Place">Floats from its start to the value's buffer, for one sample.</param>
/// <param name="OfVectors">It is seen as vectors of four channels; all that is counted then is vectors.</param>
internal sealed record GpuValue(string Name, View View, string Memory, string Place, bool OfVectors)
{
    private int Unit => OfVectors ? 4 : 1;

    /// <summary>Where a sample's values end and the next one's begin.</summary>
    private long SampleStride => View.Buffer.Floats / Unit;

    /// <summary>The first channel within the memory of a sample.</summary>
    private long Start => (View.FrameOffset + View.ChannelOffset + (View.Lattice?.Start ?? 0)) / Unit;

    private int PixelStride => View.PixelStride / Unit;

    /// <summary>Whether the samples follow each other as positions do.</summary>
    private bool IsOneRow =>
        View.FrameOffset == 0 && View.Lattice is null && View.Buffer.Floats == (long)View.Pixels * View.PixelStride;

    /// <summary>The statement that gives the memory its name.</summary>
    public string Declaration =>
        $"var {Name} = {Memory}.SubView(batch * {Place}, batch * {View.Buffer.Floats}L){Seen(OfVectors)};";

    /// <summary>How memory is seen as vectors. All places are multiples of 16 floats, which the compiler needs to be told.</summary>
    public static string Seen(bool ofVectors) => ofVectors ? ".AsAligned(16).Cast<Float4>()" : "";

    public string Type => OfVectors ? "Float4" : "float";

    /// <summary>A channel of a position, counted over all samples.</summary>
    public string At(string position, string channel) => $"{Name}[{IndexAt(position, channel)}]";

    public string IndexAt(string position, string channel) => View.Lattice is not null ? IndexOnLattice(position, channel)
        : IsOneRow
        ? Sum(Times(position, PixelStride), Text(Start), channel)
        : Sum(Times(Divided(position, View.Pixels), SampleStride), Times(Remainder(position, View.Pixels), PixelStride), Text(Start),
            channel);

    /// <summary>The same where the positions lie apart.</summary>
    private string IndexOnLattice(string position, string channel)
    {
        string Along(int size, int behind) =>
            size == 1 ? "0" : Remainder(Divided(position, behind), size);
        return Sum(Times(Divided(position, View.Pixels), SampleStride),
            Times(Along(View.Frames, View.Height * View.Width), View.PlaneStride / Unit),
            Times(Along(View.Height, View.Width), View.RowStride / Unit),
            Times(Along(View.Width, 1), PixelStride), Text(Start), channel);
    }

    /// <summary>A channel of a pixel of a sample whose first channel is at <paramref name="start"/>, from
    /// <see cref="SampleStart"/>.</summary>
    public string In(string start, string pixel, string channel) => $"{Name}[{Sum(start, Times(pixel, PixelStride), channel)}]";

    /// <summary>Where a sample begins.</summary>
    public string SampleStart(string sample) => Sum(Times(sample, SampleStride), Text(Start));

    public static string Times(string value, long factor) =>
        factor == 1 ? value : factor == 0 || value == "0" ? "" : $"{Grouped(value)} * {factor}";

    public static string Divided(string value, long divisor) => divisor == 1 ? value : $"{Grouped(value)} / {divisor}";

    public static string Remainder(string value, long divisor) => divisor == 1 ? "0" : $"{Grouped(value)} % {divisor}";

    public static string Sum(params string[] terms)
    {
        string sum = string.Join(" + ", terms.Where(term => term is not ("" or "0")));
        return sum.Length == 0 ? "0" : sum;
    }

    private static string Text(long value) => value == 0 ? "" : CodeWriter.Number(value);

    private static string Grouped(string value) => value.All(c => char.IsLetterOrDigit(c) || c == '_') ? value : $"({value})";
}
