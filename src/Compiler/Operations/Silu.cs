using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>x · sigmoid(x)</c>, also called swish.</summary>
public sealed record Silu : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Silu", (_, _, _) => new Silu());

    public override double Apply(double x) => x / (1 + Math.Exp(-x));

    public override double Derivative(double x)
    {
        double sigmoid = 1 / (1 + Math.Exp(-x));
        return sigmoid * (1 + x * (1 - sigmoid));
    }

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Mul", [context.Inputs[0], context.Add("Sigmoid", context.Inputs)]));
}
