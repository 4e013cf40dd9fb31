using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>x²</c>.</summary>
public sealed record Square : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Square", (_, _, _) => new Square());

    public override double Apply(double x) => x * x;

    public override double Derivative(double x) => 2 * x;

    public override void Export(OnnxContext context) => context.Return(context.Add("Mul", [context.Inputs[0], context.Inputs[0]]));
}
