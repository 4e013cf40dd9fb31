using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>x where it is greater than <see cref="Alpha"/>, else 0.</summary>
public sealed record ThresholdedRelu(double Alpha = 1) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("ThresholdedRelu", (arguments, _, _) =>
        new ThresholdedRelu(arguments.Double("alpha", 1))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("alpha", Alpha)];

    public override double Apply(double x) => x <= Alpha ? 0 : x;

    public override double Derivative(double x) => x <= Alpha ? 0 : 1;

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("ThresholdedRelu", context.Inputs, ("alpha", Alpha)));
}
