using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>ln(1 + exp(x))</c>.</summary>
public sealed record Softplus : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Softplus", (_, _, _) => new Softplus());

    // Without overflow: for large x it is x itself; and of a small exponential no digit is lost.
    public override double Apply(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    public override double Derivative(double x) => 1 / (1 + Math.Exp(-x));

    public override void Export(OnnxContext context) => context.Return(context.Add("Softplus", context.Inputs));

    private static double LogOnePlus(double e)
    {
        double sum = 1 + e;
        return sum == 1 ? e : Math.Log(sum) * (e / (sum - 1));
    }
}
