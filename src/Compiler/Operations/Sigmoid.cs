using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>1 / (1 + exp(−x))</c>.</summary>
public sealed record Sigmoid : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Sigmoid", (_, _, _) => new Sigmoid());

    public override double Apply(double x) => 1 / (1 + Math.Exp(-x));

    public override double Derivative(double x) => Apply(x) * (1 - Apply(x));

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => y * (1 - y);

    public override void Export(OnnxContext context) => context.Return(context.Add("Sigmoid", context.Inputs));
}
