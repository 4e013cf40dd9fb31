using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>A number divided by x.</summary>
/// <param name="Numerator">The number; 1 unless it is given.</param>
public sealed record Reciprocal(double Numerator = 1) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } =
        OperationDefinition.Single("Reciprocal", (arguments, _, _) => new Reciprocal(arguments.Double("numerator", 1))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("numerator", Numerator)];

    public override double Apply(double x) => Numerator / x;

    public override double Derivative(double x) => -Numerator / (x * x);

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Div", [context.Scalar(Numerator), context.Inputs[0]]));
}
