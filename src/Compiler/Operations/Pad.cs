using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>How <see cref="Pad"/> fills the new positions.</summary>
public enum PadMode
{
    Constant,
    Reflect,
    Replicate,
}

/// <summary>Adds positions before and behind those that there are or, where a number is negative, takes some away.</summary>
/// <param name="Before">For each spatial dimension.</param>
/// <param name="After">Likewise.</param>
/// <param name="Value">What new positions hold in the mode Constant.</param>
public sealed record Pad(EquatableArray<int> Before, EquatableArray<int> After, PadMode Mode = PadMode.Constant,
    double Value = 0) : Resampling
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Pad", (arguments, inputs, _) =>
    {
        int rank = ShapeRule.Spatial("Pad", inputs).SpatialRank;
        EquatableArray<int> before = arguments.Spatial("before", rank, null);
        return new Pad(before, arguments.Spatial("after", rank) ?? before, arguments.Enum("mode", PadMode.Constant),
            arguments.Double("value", 0));
    }).WhoseShapeIgnores("mode", "value");

    /// <summary>Takes positions away; it lowers to a <see cref="Pad"/> with negative numbers.</summary>
    public static OperationDefinition CropDefinition { get; } = OperationDefinition.Single("Crop", (arguments, inputs, _) =>
    {
        int rank = ShapeRule.Spatial("Crop", inputs).SpatialRank;
        EquatableArray<int> before = arguments.Spatial("before", rank, null), after = arguments.Spatial("after", rank) ?? before;
        ShapeRule.AtLeast("Crop", "before", before, 0);
        ShapeRule.AtLeast("Crop", "after", after, 0);
        CheckLeft("Crop", inputs[0], Negative(before), Negative(after));
        return new Pad(Negative(before), Negative(after));
    });

    public override double Outside => Value;

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("before", Window.Compact(Before, 0));
            if (After != Before) yield return ("after", Window.Compact(After, 0));
            if (Mode != PadMode.Constant) yield return ("mode", Mode.ToString());
            if (Value != 0) yield return ("value", Value);
        }
    }

    /// <summary>Zeros are added, and nothing is taken away: what a convolution's padding does.</summary>
    public bool IsOfZeros => Mode == PadMode.Constant && Value == 0 && Before.All(size => size >= 0) && After.All(size => size >= 0);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.SameRank(Kind, "before", Before, input);
        ShapeRule.SameRank(Kind, "after", After, input);
        if (Value != 0 && Mode != PadMode.Constant)
            throw new ShapeException($"Pad: value is {Value}, but the mode is {Mode}, which takes no value. Leave it out.", "value");
        CheckLeft(Kind, input, Before, After);
        for (int d = 0; d < Before.Count; d++)
        {
            int size = input.Dimensions[d];
            string dimension = ShapeRule.DimensionName(d, input.SpatialRank);
            bool isBeyond = Math.Max(Before[d], After[d]) >= size;
            if (Mode == PadMode.Reflect && isBeyond)
                throw new ShapeException(
                    $"Pad: {Math.Max(Before[d], After[d])} positions are to be reflected, but the {dimension} of the input {input} is "
                        + $"{size}, so that there are {size - 1}. Add fewer, or use the mode Replicate.",
                    Before[d] >= size ? "before" : "after");
            if (Mode != PadMode.Constant && Math.Min(Before[d], After[d]) < 0)
                throw new ShapeException(
                    $"Pad: the mode {Mode} adds positions, but a number is negative. Take positions away with Crop first.", "before");
        }

        double pixels = Before.Select((before, d) => (double)input.Dimensions[d] + before + After[d]).Aggregate(1.0, (a, b) => a * b);
        if (pixels * input.Channels > Limits.Elements)
            throw new ShapeException($"Pad: the result has more than {Limits.Elements} elements. Add fewer positions.", "before");
        return input.WithSpatial(input.Spatial.Select((size, d) => size + Before[d] + After[d]));
    }

    /// <exception cref="ShapeException">Nothing would be left of a dimension.</exception>
    private static void CheckLeft(string kind, Shape input, EquatableArray<int> before, EquatableArray<int> after)
    {
        for (int d = 0; d < before.Count; d++)
        {
            int size = input.Dimensions[d];
            long taken = -(long)Math.Min(0, before[d]) - Math.Min(0, after[d]);
            if (taken < size && size + (long)before[d] + after[d] >= 1) continue;
            throw new ShapeException(
                $"{kind}: {taken} positions are taken away, but the {ShapeRule.DimensionName(d, input.SpatialRank)} of the input {input} "
                    + $"is {size}. Take away fewer.",
                "before");
        }
    }

    public override IReadOnlyList<PositionShare> Sources(int axis, int position, int from, int to)
    {
        int d = SizeOf(axis, Before);
        if (d < 0) return One(position);
        int at = position - Before[d];
        return Mode switch
        {
            PadMode.Replicate => One(Math.Min(Math.Max(at, 0), from - 1)),
            PadMode.Reflect => One(at < 0 ? -at : at >= from ? 2 * (from - 1) - at : at),
            _ => at >= 0 && at < from ? One(at) : [],
        };
    }

    public override Resampling OverBatch(int samples) => this with { Before = [0, .. Before], After = [0, .. After] };

    public override void Gradient(GradientContext context)
    {
        if (Mode != PadMode.Constant) base.Gradient(context);
        else context.Give(0, context.Add(new Pad(Negative(Before), Negative(After)), context.OutputGradient));
    }

    public override void Export(OnnxContext context)
    {
        string pads = context.Longs([0, 0, .. Before, 0, 0, .. After]);
        string mode = Mode switch { PadMode.Reflect => "reflect", PadMode.Replicate => "edge", _ => "constant" };
        context.Return(context.Add("Pad", [context.Inputs[0], pads, context.Scalar(Value)], ("mode", mode)));
    }

    private static EquatableArray<int> Negative(EquatableArray<int> sizes) => [.. sizes.Select(size => -size)];
}
