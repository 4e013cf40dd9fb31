using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>scale · x + offset</c>: what arithmetic between a value and numbers comes to, such as <c>1 - x</c> or <c>x / 3 + 0.5</c>.
/// </summary>
public sealed record Affine(double Scale = 1, double Offset = 0) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Affine", (arguments, _, _) =>
        new Affine(arguments.Double("scale", 1), arguments.Double("offset", 0))).KeepingShape();

    /// <summary><c>−x</c>.</summary>
    public static OperationDefinition NegateDefinition { get; } = OperationDefinition.Single("Negate", (_, _, _) => new Affine(-1));

    public override IEnumerable<(string Name, object Value)> Properties => [("scale", Scale), ("offset", Offset)];

    public override double Apply(double x) => Scale * x + Offset;

    public override double Derivative(double x) => Scale;

    public override void Gradient(GradientContext context) => context.Give(0, Scale == 1
        ? context.OutputGradient
        : context.Add(new Affine(Scale), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        string scaled = Scale == 1 ? context.Inputs[0] : context.Add("Mul", [context.Inputs[0], context.Scalar(Scale)]);
        context.Return(Offset == 0 && Scale != 1 ? scaled : context.Add("Add", [scaled, context.Scalar(Offset)]));
    }
}
