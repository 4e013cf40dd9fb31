using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>e^x</c>.</summary>
public sealed record Exp : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Exp", (_, _, _) => new Exp());

    public override double Apply(double x) => Math.Exp(x);

    public override double Derivative(double x) => Math.Exp(x);

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => y;

    public override void Export(OnnxContext context) => context.Return(context.Add("Exp", context.Inputs));
}
