using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>min(max(slope · x + offset, 0), 1)</c>. PyTorch's slope is 1/6, ONNX's and Paddle's 0.2.</summary>
public sealed record HardSigmoid(double Slope = 1.0 / 6, double Offset = 0.5) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("HardSigmoid", (arguments, _, _) =>
        new HardSigmoid(arguments.Double("slope", 1.0 / 6), arguments.Double("offset", 0.5))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("slope", Slope), ("offset", Offset)];

    public override double Apply(double x) => Math.Min(Math.Max(Slope * x + Offset, 0), 1);

    public override double Derivative(double x) => Slope * x + Offset > 0 && Slope * x + Offset < 1 ? Slope : 0;

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => y > 0 && y < 1 ? Slope : 0;

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("HardSigmoid", context.Inputs, ("alpha", Slope), ("beta", Offset)));
}
