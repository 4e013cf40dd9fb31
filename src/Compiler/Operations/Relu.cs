using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>The greater of x and 0.</summary>
public sealed record Relu : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Relu", (_, _, _) => new Relu());

    public override double Apply(double x) => Math.Max(x, 0);

    public override double Derivative(double x) => x <= 0 ? 0 : 1;

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => y <= 0 ? 0 : 1;

    public override void Export(OnnxContext context) => context.Return(context.Add("Relu", context.Inputs));
}
