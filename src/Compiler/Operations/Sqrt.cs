using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>√x</c>: no number of less than 0.</summary>
public sealed record Sqrt : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Sqrt", (_, _, _) => new Sqrt());

    public override double Apply(double x) => Math.Sqrt(x);

    public override double Derivative(double x) => DerivativeOfResult(Math.Sqrt(x));

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => 0.5 / y;

    public override void Export(OnnxContext context) => context.Return(context.Add("Sqrt", context.Inputs));
}
