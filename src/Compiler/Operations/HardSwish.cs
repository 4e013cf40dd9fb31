using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>x · min(max(x / 6 + 1/2, 0), 1)</c>.</summary>
public sealed record HardSwish : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("HardSwish", (_, _, _) => new HardSwish());

    public override double Apply(double x) => x * Math.Min(Math.Max(x / 6 + 0.5, 0), 1);

    public override double Derivative(double x) => x <= -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1;

    public override void Export(OnnxContext context) => context.Return(context.Add("HardSwish", context.Inputs));
}
