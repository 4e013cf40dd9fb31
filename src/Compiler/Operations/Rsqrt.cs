using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>1 / √x</c>: infinity of 0, no number of less.</summary>
public sealed record Rsqrt : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Rsqrt", (_, _, _) => new Rsqrt());

    public override double Apply(double x) => 1 / Math.Sqrt(x);

    public override double Derivative(double x) => DerivativeOfResult(1 / Math.Sqrt(x));

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => -0.5 * y * y * y;

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Reciprocal", [context.Add("Sqrt", context.Inputs)]));
}
