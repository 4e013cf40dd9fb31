using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>x, or <c>α · (exp(x) − 1)</c> where negative.</summary>
public sealed record Elu(double Alpha = 1) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } =
        OperationDefinition.Single("Elu", (arguments, _, _) => new Elu(arguments.Double("alpha", 1))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("alpha", Alpha)];

    public override double Apply(double x) => x < 0 ? Alpha * (Math.Exp(x) - 1) : x;

    public override double Derivative(double x) => x > 0 ? 1 : Alpha * Math.Exp(x);

    public override void Export(OnnxContext context) => context.Return(context.Add("Elu", context.Inputs, ("alpha", Alpha)));
}
