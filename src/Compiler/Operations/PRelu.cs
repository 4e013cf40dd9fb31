using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>x, times a learned slope where negative. Parameter: <c>{Path}.weight</c> [channels], or [1] where
/// <see cref="Shared"/>.</summary>
public sealed record PRelu(string Path, bool Shared = false) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("PRelu", (arguments, _, path) =>
        new PRelu(arguments.Text("path", path), arguments.Bool("shared", false))).KeepingShape();

    public string WeightName => ParameterPath.Join(Path, "weight");

    public override IEnumerable<(string Name, object Value)> Properties => Shared ? [("path", Path), ("shared", true)] : [("path", Path)];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => ShapeRule.Single(Kind, inputs);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [new Parameter(WeightName, [Shared ? 1 : inputs[0].Channels], ParameterKind.Slope)];

    public override void Evaluate(ReferenceContext context)
    {
        double[] slope = context.Parameter(WeightName);
        context.ForEachElement((x, channel) => x < 0 ? slope[Shared ? 0 : channel] * x : x);
    }

    public override void Gradient(GradientContext context)
    {
        int x = context.Inputs[0], dy = context.OutputGradient;
        if (context.Needs(0)) context.Give(0, context.Add(new PReluInputGradient(this), x, dy));
        if (context.Trains(WeightName)) context.GiveParameter(WeightName, new PReluSlopeGradient(this), x, dy);
    }

    public override void Export(OnnxContext context)
    {
        EquatableArray<int> dimensions = [Shared ? 1 : context.Shape.Channels, .. Enumerable.Repeat(1, context.Shape.SpatialRank)];
        context.Return(context.Add("PRelu", [context.Inputs[0], context.Parameter(WeightName, dimensions)]));
    }
}
