using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>
/// Prints a network's taps: for each a class with its shape as constants, so that <c>nameof</c> and sizes need no run, and what
/// <c>RunTapped</c> returns, with a view for each.
/// </summary>
internal sealed class TapsEmitter(NetworkText text)
{
    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The name of what <c>RunTapped</c> returns.</summary>
    public static string Tapped => RunMethod.RunTapped.Result;

    /// <summary>The constants that the class of a tap may have; so a tap cannot have their names.</summary>
    public static IReadOnlyList<string> Constants { get; } = ["Frames", "Height", "Width", "Length", "Channels", "Elements"];

    public void Emit()
    {
        if (_variants[0].Plans[0].Taps.Count == 0) return;
        for (int i = 0; i < _variants[0].Plans[0].Taps.Count; i++) EmitConstants(i);
        EmitTapped();
    }

    /// <summary>What holds at every size.</summary>
    private void EmitConstants(int tap)
    {
        IReadOnlyList<Shape> shapes = [.. _variants.Select(variant => variant.Plans[0].Taps[tap].Shape)];
        string name = _variants[0].Plans[0].Taps[tap].Name;
        _writer.Summary($"The shape of the tap {name}: {string.Join(" or ", shapes.Distinct())}.");
        _writer.Open($"public static class {Escape.Identifier(name)}");
        var common = shapes.Select(shape => (IEnumerable<(string Name, long Value)>)Sizes(shape))
            .Aggregate((all, next) => all.Intersect(next));
        foreach (var (constant, value) in common)
        {
            _writer.Summary(constant == "Elements" ? "The number of values." : constant == "Channels"
                ? "Channels."
                : $"{constant}, in pixels.");
            _writer.Line($"public const int {constant} = {value};");
        }
        _writer.Close();
        _writer.Line();
    }

    private static IReadOnlyList<(string Name, long Value)> Sizes(Shape shape) =>
    [
        .. SizesEmitter.Dimensions(shape.Rank)
            .Zip(shape.Dimensions, (name, size) => (char.ToUpperInvariant(name[0]) + name.Substring(1), (long)size)),
        ("Elements", shape.Elements),
    ];

    private void EmitTapped()
    {
        IReadOnlyList<int> kept = new RunSignature(_variants, RunMethod.RunTapped, FromBytes: false).KeptMemory;
        bool hasSizes = _variants.Count > 1;
        _writer.Line("/// <summary>The taps of one run. Dispose of it to give the workspace back, after which its views throw.</summary>");
        _writer.Open($"public readonly ref struct {Tapped}");
        _writer.Line("private readonly global::Fusion.Runtime.TapLease _lease;");
        if (hasSizes) _writer.Line("private readonly int _size;");
        foreach (int binding in kept) _writer.Line($"private readonly global::System.ReadOnlySpan<float> _memory{binding};");
        _writer.Line();
        string parameters = string.Concat(
            (hasSizes ? [", int size"] : Enumerable.Empty<string>())
                .Concat(kept.Select(binding => $", global::System.ReadOnlySpan<float> memory{binding}")));
        _writer.Open($"internal {Tapped}(global::Fusion.Runtime.TapLease lease{parameters})");
        _writer.Line("this._lease = lease;");
        if (hasSizes) _writer.Line("this._size = size;");
        foreach (int binding in kept) _writer.Line($"this._memory{binding} = memory{binding};");
        _writer.Close();
        for (int i = 0; i < _variants[0].Plans[0].Taps.Count; i++) EmitView(i);
        _writer.Line();
        _writer.Summary("Gives the workspace back; a second time does nothing.");
        _writer.Line("public void Dispose() => this._lease.Dispose();");
        _writer.Close();
        _writer.Line();
    }

    private void EmitView(int index)
    {
        IReadOnlyList<TapPlan> taps = [.. _variants.Select(variant => variant.Plans[0].Taps[index])];
        _writer.Line();
        _writer.Line(
            $"/// <summary>{string.Join(" or ", taps.Select(tap => tap.Shape).Distinct())}, where the run has left it.</summary>");
        _writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The taps have been disposed of.</exception>");
        string head = $"public global::Fusion.TensorView {Escape.Identifier(taps[0].Name)} =>";
        if (taps.Count == 1)
        {
            _writer.Line($"{head} {View(taps[0].View)};");
            return;
        }
        _writer.Line($"{head} this._size switch");
        _writer.Line("{");
        for (int i = 0; i < taps.Count; i++)
            _writer.Line($"    {(i == taps.Count - 1 ? "_" : CodeWriter.Number(i))} => {View(taps[i].View)},");
        _writer.Line("};");
    }

    private static string View(View view)
    {
        string memory = view.Buffer.Kind == BufferKind.Workspace ? "" : $"this._memory{view.Buffer.Binding}, ";
        return $"this._lease.View({memory}{view.Offset}, new({view.Frames}, {view.Height}, {view.Width}, {view.Channels}, "
            + $"{view.PixelStride}, {view.RowStride}, {view.PlaneStride}))";
    }
}
