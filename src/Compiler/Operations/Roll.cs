using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>Moves all positions on, along each spatial dimension; those that leave at one end come in at the other.</summary>
/// <param name="Shift">By how many positions; backwards where it is negative.</param>
public sealed record Roll(EquatableArray<int> Shift) : Resampling
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Roll", (arguments, inputs, _) =>
        new Roll(arguments.Spatial("shift", ShapeRule.Spatial("Roll", inputs).SpatialRank, null))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("shift", Window.Compact(Shift, 0))];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.SameRank(Kind, "shift", Shift, input);
        return input;
    }

    /// <summary>How many positions of a dimension of this size come in at its beginning.</summary>
    public int ShiftOf(int axis, int size)
    {
        int d = SizeOf(axis, Shift);
        return d < 0 ? 0 : (int)(((long)Shift[d] % size + size) % size);
    }

    public override IReadOnlyList<PositionShare> Sources(int axis, int position, int from, int to) =>
        One((int)((position + (long)from - ShiftOf(axis, from)) % from));

    public override Resampling OverBatch(int samples) => new Roll([0, .. Shift]);

    public override void Export(OnnxContext context)
    {
        string value = context.Inputs[0];
        for (int d = 0; d < Shift.Count; d++)
        {
            int size = context.Shape.Dimensions[d], axis = d + 3 - Shift.Count;
            if (ShiftOf(axis, size) == 0) continue;
            string order = context.Longs([.. Enumerable.Range(0, size).Select(i => Sources(axis, i, size, size)[0].Position)]);
            value = context.Add("Gather", [value, order], ("axis", d + 2));
        }

        context.Return(value == context.Inputs[0] ? context.Add("Identity", context.Inputs) : value);
    }
}
