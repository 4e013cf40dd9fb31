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

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Gelu", context.Inputs, ("approximate", Approximate ? "tanh" : "none")));
}
