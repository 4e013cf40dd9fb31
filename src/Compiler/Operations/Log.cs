using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>The natural logarithm: −∞ of 0, no number of less.</summary>
public sealed record Log : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Log", (_, _, _) => new Log());

    public override double Apply(double x) => Math.Log(x);

    public override double Derivative(double x) => 1 / x;

    public override void Export(OnnxContext context) => context.Return(context.Add("Log", context.Inputs));
}
