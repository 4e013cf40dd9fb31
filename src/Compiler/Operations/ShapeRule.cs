namespace Fusion.Compiler.Operations;

/// <summary>The checks that many shape rules share, each with its sentence.</summary>
internal static class ShapeRule
{
    public static Shape Single(string kind, IReadOnlyList<Shape> inputs) =>
        inputs.Count == 1
            ? inputs[0]
            : throw new ShapeException(
                $"{kind}: it was given {inputs.Count} inputs, but it takes exactly one. Combine them first, with +, * or Concat.");

    public static Shape Spatial(string kind, IReadOnlyList<Shape> inputs)
    {
        Shape input = Single(kind, inputs);
        if (input.SpatialRank > 0) return input;
        throw new ShapeException(
            $"{kind}: the input {input} has no spatial dimensions, but at least one, as in (L, C) or (H, W, C), is needed. Apply it " +
            "before the pooling or Flatten.");
    }

    public static void AtLeast(string kind, string name, int value, int least)
    {
        if (value < least) throw new ShapeException($"{kind}: {name} is {value}, but it must be at least {least}.", name);
    }

    public static void AtLeast(string kind, string name, EquatableArray<int> values, int least)
    {
        foreach (int value in values)
        {
            if (value < least) throw new ShapeException($"{kind}: {name} is ({string.Join(", ", values)}), but each number must be at "
                + $"least {least}.", name);
        }
    }

    public static void SameRank(string kind, string name, EquatableArray<int> values, Shape input)
    {
        if (values.Count == input.SpatialRank) return;
        throw new ShapeException(
            $"{kind}: {name} has {values.Count} numbers, but the input {input} has {input.SpatialRank} spatial dimensions; give one "
                + "number for each.",
            name);
    }

    /// <summary>The shape's size as an <see cref="int"/>, so that every later stage may index with it.</summary>
    public static Shape Checked(string kind, Shape shape) =>
        Limits.Product(shape.Dimensions) <= Limits.Elements
            ? shape
            : throw new ShapeException(
                $"{kind}: the result {shape} has more than {Limits.Elements} elements; make the input or the layer smaller.");

    public static string DimensionName(int dimension, int spatialRank) => (spatialRank - dimension) switch
    {
        1 => spatialRank == 1 ? "length" : "width",
        2 => "height",
        _ => "number of frames",
    };
}
