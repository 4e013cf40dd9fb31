using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>At every position alike, <c>x / max(‖x‖₂, ε)</c>, the Euclidean norm over the position's channels.</summary>
public sealed record Normalize(double Epsilon = 1e-12) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Normalize", (arguments, _, _) =>
        new Normalize(arguments.Double("epsilon", 1e-12))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("epsilon", Epsilon)];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        NormRule.CheckEpsilon(Kind, Epsilon);
        return ShapeRule.Single(Kind, inputs);
    }

    public override void Evaluate(ReferenceContext context) => PositionStatistics.Standardize(this, context);

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new PositionNormGradient(this), context.Inputs[0], context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        string length = context.Reduce("ReduceL2", context.Inputs[0], [1], keep: true);
        context.Return(context.Add("Div", [context.Inputs[0], context.Add("Max", [length, context.Scalar(Epsilon)])]));
    }
}
