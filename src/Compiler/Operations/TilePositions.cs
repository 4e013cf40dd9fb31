using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>Repeats all positions, so many times along each spatial dimension.</summary>
public sealed record TilePositions(EquatableArray<int> Counts) : Resampling
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Tile", (arguments, inputs, _) =>
        new TilePositions(arguments.Spatial("counts", ShapeRule.Spatial("Tile", inputs).SpatialRank, null)));

    public override string Kind => "Tile";

    public override IEnumerable<(string Name, object Value)> Properties => [("counts", Window.Compact(Counts, 1))];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.SameRank(Kind, "counts", Counts, input);
        ShapeRule.AtLeast(Kind, "counts", Counts, 1);
        return ShapeRule.Checked(Kind, input.WithSpatial(input.Spatial.Zip(Counts, (size, count) => checked(size * count))));
    }

    public override IReadOnlyList<PositionShare> Sources(int axis, int position, int from, int to) => One(position % from);

    public override Resampling OverBatch(int samples) => new TilePositions([1, .. Counts]);

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Tile", [context.Inputs[0], context.Longs([1, 1, .. Counts])]));
}
