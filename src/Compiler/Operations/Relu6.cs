using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>x, kept between 0 and 6.</summary>
public sealed record Relu6 : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Relu6", (_, _, _) => new Relu6());

    public override double Apply(double x) => Math.Min(Math.Max(x, 0), 6);

    public override double Derivative(double x) => x > 0 && x < 6 ? 1 : 0;

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => Derivative(y);

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Clip", [context.Inputs[0], context.Scalar(0), context.Scalar(6)]));
}
