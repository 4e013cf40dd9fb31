using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>An <see cref="Affine"/> that has gone into the weights of the layer before it.</summary>
public sealed record NumberAffine(double Scale, double Offset) : ChannelAffine
{
    /// <summary>Beyond, what was finite as a result may not be finite as a weight.</summary>
    private const double Most = 1e6;

    public override string Kind => "Affine";

    /// <summary>It has no parameters; in texts the numbers are its name.</summary>
    public override string Path { get; init; } = FormattableString.Invariant($"{Scale} x + {Offset}");

    /// <summary>The form that weights take; null where the numbers are too large or too small for that.</summary>
    public static NumberAffine? Of(Affine affine) =>
        Math.Abs(affine.Scale) is >= 1 / Most and <= Most && Math.Abs(affine.Offset) <= Most
            ? new NumberAffine(affine.Scale, affine.Offset) : null;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override void Evaluate(ReferenceContext context) => context.ForEachElement((x, _) => Scale * x + Offset);

    public override void Export(Onnx.OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
