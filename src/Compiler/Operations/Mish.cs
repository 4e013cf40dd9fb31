using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>x · tanh(ln(1 + exp(x)))</c>.</summary>
public sealed record Mish : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Mish", (_, _, _) => new Mish());

    public override double Apply(double x) => x * Math.Tanh(Softplus(x));

    public override double Derivative(double x)
    {
        double tanh = Math.Tanh(Softplus(x));
        return tanh + x * (1 - tanh * tanh) / (1 + Math.Exp(-x));
    }

    public override void Export(OnnxContext context) => context.Return(context.Add("Mish", context.Inputs));

    // ln(1 + exp(x)) without overflow: for large x it is x itself.
    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
