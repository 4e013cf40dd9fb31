namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Some taps of a strided layer, with inputs and outputs exchanged: those that one phase of the positions of its input reads, in making its
/// gradient. Lives in plans only.
/// </summary>
/// <param name="Layer">Owns the weights.</param>
/// <param name="Inputs">The layer's input channels.</param>
/// <param name="FirstTap">Which of the layer's taps the phase's first is; -1 where none reaches it.</param>
/// <param name="TapSteps">By how many taps of the layer the next one lies before it: along T, H and W.</param>
public sealed record PhaseLayer(Conv Layer, int Inputs, int FirstTap, EquatableArray<int> TapSteps) : MergedLayer
{
    /// <summary>The bias that is added to each result; null where there is none, as for a gradient.</summary>
    public string? BiasName { get; init; }

    /// <summary>Taps of the phase along T, H and W.</summary>
    public EquatableArray<int> Taps { get; init; } = [1, 1, 1];

    /// <summary>No tap reaches the phase, whose weights are then zeros.</summary>
    public bool IsEmpty => FirstTap < 0;

    /// <summary>Which of the layer's taps each of the phase's is; -1 for zeros.</summary>
    public IEnumerable<int> LayerTaps =>
        from t in Enumerable.Range(0, Taps[0])
        from y in Enumerable.Range(0, Taps[1])
        from x in Enumerable.Range(0, Taps[2])
        select IsEmpty ? -1 : FirstTap - t * TapSteps[0] - y * TapSteps[1] - x * TapSteps[2];

    public override int Outputs => Inputs;

    public override bool AddsConstant => BiasName is not null;

    public override bool IsDirect => true;

    public override int Depth => 1;

    public override string Description => $"phase of {Layer.Kind} transposed";

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => throw NotInGraphs();

    public override void Evaluate(Reference.ReferenceContext context) => throw NotInGraphs();

    public override string ToString() => $"{Layer.Kind} {Layer.Path} transposed, " + (IsEmpty ? "no taps" : $"taps from {FirstTap}");

    private static InvalidOperationException NotInGraphs() => new("A phase is no operation of a graph.");
}
