using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>1 where x is 0, else 0. It has no slope anywhere.</summary>
public sealed record IsZero : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("IsZero", (_, _, _) => new IsZero());

    public override double Apply(double x) => x == 0 ? 1 : 0;

    public override double Derivative(double x) => 0;

    public override void Gradient(GradientContext context)
    {
    }

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Cast", [context.Add("Equal", [context.Inputs[0], context.Scalar(0)])], ("to", 1)));
}
