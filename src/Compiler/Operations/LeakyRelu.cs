using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>x, times <see cref="Slope"/> where negative.</summary>
public sealed record LeakyRelu(double Slope = 0.01) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } =
        OperationDefinition.Single("LeakyRelu", (arguments, _, _) => new LeakyRelu(arguments.Double("slope", 0.01))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("slope", Slope)];

    public override double Apply(double x) => x < 0 ? Slope * x : x;

    public override double Derivative(double x) => x > 0 ? 1 : Slope;

    public override bool IsDerivedFromResult => Slope >= 0;

    public override double DerivativeOfResult(double y) => Derivative(y);

    public override void Export(OnnxContext context) => context.Return(context.Add("LeakyRelu", context.Inputs, ("alpha", Slope)));
}
