using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>x · Φ(x)</c>, exactly by the error function or approximated by the hyperbolic tangent.</summary>
public sealed record Gelu(bool Approximate = false) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } =
        OperationDefinition.Single("Gelu", (arguments, _, _) => new Gelu(arguments.Bool("approximate", false))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("approximate", Approximate)];

    public override double Apply(double x) => Approximate
        ? x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
        : x / 2 * (1 + ErrorFunction.Erf(x / Math.Sqrt(2)));

    public override double Derivative(double x)
    {
        if (!Approximate)
            return (1 + ErrorFunction.Erf(x / Math.Sqrt(2))) / 2 + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        double tanh = Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
        return (1 + tanh) / 2 + x / 2 * (1 - tanh * tanh) * Math.Sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    }

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Gelu", context.Inputs, ("approximate", Approximate ? "tanh" : "none")));
}
