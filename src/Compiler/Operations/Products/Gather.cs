using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Positions along a dimension, by their numbers, in any order and as often as they are named.</summary>
/// <param name="Axis">The dimension, not the last one.</param>
public sealed record Gather(EquatableArray<int> Indices, int Axis = 0) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Gather", (arguments, _, _) =>
        new Gather(arguments.Ints("indices"), arguments.Int("axis", 0)));

    public override IEnumerable<(string Name, object Value)> Properties =>
        Axis == 0 ? [("indices", Indices)] : [("indices", Indices), ("axis", Axis)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        if (Axis < 0 || Axis >= input.SpatialRank)
        {
            throw new ShapeException(
                $"Gather: the axis is {Axis}, but the input {input} has positions along 0 to {input.SpatialRank - 1}. Use Slice for "
                    + "channels.",
                "axis");
        }

        int size = input.Dimensions[Axis];
        if (Indices.Count == 0) throw new ShapeException("Gather: it was given no index, but it takes at least one.", "indices");
        if (Indices.Any(index => index < 0 || index >= size))
        {
            throw new ShapeException(
                $"Gather: the index {Indices.First(index => index < 0 || index >= size)} is none of the {size} positions, which count from "
                    + $"0 to {size - 1}.",
                "indices");
        }

        return ShapeRule.Checked(Kind, WithSize(input, Indices.Count));
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        foreach (var (from, to, count) in Runs(input.Shape)) Array.Copy(input.Values, from, output.Values, to, count);
    }

    /// <summary>What is copied: from and to which element, and how many.</summary>
    internal IEnumerable<(int From, int To, int Count)> Runs(Shape input)
    {
        int inner = input.Dimensions.Skip(Axis + 1).Aggregate(1, (product, size) => product * size);
        int outer = input.Dimensions.Take(Axis).Aggregate(1, (product, size) => product * size), size = input.Dimensions[Axis];
        for (int i = 0; i < outer; i++)
            for (int n = 0; n < Indices.Count; n++)
                yield return ((i * size + Indices[n]) * inner, (i * Indices.Count + n) * inner, inner);
    }

    internal Shape WithSize(Shape input, int size) =>
        new(input.Dimensions.Select((old, axis) => axis == Axis ? size : old).ToEquatableArray());

    public override int Train(TrainingContext context) => context.Add(this with { Axis = Axis + 1 }, [.. context.Inputs]);

    public override void Gradient(GradientContext context) => context.Give(
        0, context.Add(new GatherGradient(this, context.InputShapes[0].Dimensions[Axis]), context.OutputGradient));

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Gather", [context.Inputs[0], context.Longs(Indices)], ("axis", Axis + 2)));
}
