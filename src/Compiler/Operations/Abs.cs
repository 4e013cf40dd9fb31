using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>|x|</c>.</summary>
public sealed record Abs : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Abs", (_, _, _) => new Abs());

    public override double Apply(double x) => Math.Abs(x);

    public override double Derivative(double x) => x > 0 ? 1 : x < 0 ? -1 : 0;

    public override void Export(OnnxContext context) => context.Return(context.Add("Abs", context.Inputs));
}
