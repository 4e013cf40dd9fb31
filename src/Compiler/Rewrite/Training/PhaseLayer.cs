namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Some taps of a strided layer, with inputs and outputs exchanged: those that one phase of the positions of its input reads, in making its
/// gradient. Lives in plans only.
/// </summary>
/// <param name="Layer">Owns the weights.</param>
/// <param name="Inputs">The layer's input channels.</param>
/// <param name="FirstTap">Which of the layer's taps the phase's first is.</param>
/// <param name="TapSteps">By how many taps of the layer the next one lies before it: along T, H and W.</param>
public sealed record PhaseLayer(Conv Layer, int Inputs, int FirstTap, EquatableArray<int> TapSteps) : MergedLayer
{
    public override int Outputs => Inputs;

    public override bool AddsConstant => false;

    public override bool IsDirect => true;

    public override int Depth => 1;

    public override string Description => $"phase of {Layer.Kind} transposed";

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => throw NotInGraphs();

    public override void Evaluate(Reference.ReferenceContext context) => throw NotInGraphs();

    public override string ToString() => $"{Layer.Kind} {Layer.Path} transposed, taps from {FirstTap}";

    private static InvalidOperationException NotInGraphs() => new("A phase is no operation of a graph.");
}
