using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Members;

/// <summary>
/// Prints a network's taps: the shape of each, so that <c>nameof</c> and sizes need no run, and what <c>RunTapped</c> returns, with a
/// view for each. A shape is no type of its own, because a layer's block may have the name.
/// </summary>
internal sealed class TapsEmitter(NetworkText text)
{
    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The name of what <c>RunTapped</c> returns.</summary>
    public static string Tapped => RunMethod.RunTapped.Result;

    public void Emit()
    {
        if (_variants[0].Plans[0].Taps.Count == 0) return;
        foreach (TapPlan tap in _variants[0].Plans[0].Taps) EmitShape(tap);
        EmitTapped();
    }

    private void EmitShape(TapPlan tap)
    {
        string size = _variants.Count > 1 ? ", at the first size" : "";
        _writer.Summary($"The shape of the tap {tap.Name}{size}: {tap.Shape}.");
        _writer.Line($"public static global::Fusion.TensorShape {Escape.Identifier(tap.Name)} => "
            + $"new({tap.Shape.Frames}, {tap.Shape.Height}, {tap.Shape.Width}, {tap.Shape.Channels});");
        _writer.Line();
    }

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
