using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Tanh", (_, _, _) => new Tanh());

    public override double Apply(double x) => Math.Tanh(x);

    public override double Derivative(double x) => 1 - Math.Tanh(x) * Math.Tanh(x);

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => 1 - y * y;

    public override void Export(OnnxContext context) => context.Return(context.Add("Tanh", context.Inputs));
}
