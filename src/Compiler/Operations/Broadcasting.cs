using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// NumPy's rule for two shapes (Harris et al., "Array programming with NumPy", 2020): they are laid one above the other at their last
/// dimensions, and where one has the size 1, or no dimension, it counts for all of the other's.
/// </summary>
public static class Broadcasting
{
    /// <summary>Whether a value of the shape <paramref name="spread"/> can be spread over one of the shape
    /// <paramref name="whole"/>.</summary>
    public static bool Covers(Shape whole, Shape spread) =>
        spread.Rank <= whole.Rank && Aligned(spread, whole.Rank).Zip(whole.Dimensions, (few, all) => few == all || few == 1)
            .All(fits => fits);

    /// <summary>The shape over which both can be spread; null where there is none.</summary>
    public static Shape? Common(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        var result = new Shape(Aligned(left, rank).Zip(Aligned(right, rank), (a, b) => a == 1 ? b : a).ToEquatableArray());
        return Covers(result, left) && Covers(result, right) ? result : null;
    }

    /// <summary>A shape's dimensions with ones in front, so many in all.</summary>
    public static EquatableArray<int> Aligned(Shape shape, int rank) =>
        [.. Enumerable.Repeat(1, rank - shape.Rank), .. shape.Dimensions];

    /// <summary>The axes along which a value is spread to get a shape.</summary>
    public static Axes SpreadAxes(Shape spread, Shape whole)
    {
        Axes axes = Axes.None;
        if (spread.Channels != whole.Channels) axes |= Axes.Channels;
        if (spread.Width != whole.Width) axes |= Axes.Width;
        if (spread.Height != whole.Height) axes |= Axes.Height;
        if (spread.Frames != whole.Frames) axes |= Axes.Frames;
        return axes;
    }

    /// <summary>A value at every position and channel of a shape.</summary>
    public static ReferenceTensor Spread(ReferenceTensor value, Shape shape)
    {
        if (value.Shape == shape) return value;
        var result = new ReferenceTensor(shape);
        for (int t = 0; t < result.Frames; t++)
            for (int y = 0; y < result.Height; y++)
                for (int x = 0; x < result.Width; x++)
                    for (int c = 0, to = result.Offset(t, y, x), from = Offset(value, t, y, x); c < result.Channels; c++)
                        result.Values[to + c] = value.Values[from + (value.Channels == 1 ? 0 : c)];
        return result;
    }

    /// <summary>Appends an operation on two values, of which one is spread first where neither has the result's shape.</summary>
    public static int Combine(LoweringContext context, BinaryOperation operation, int left, int right)
    {
        Shape a = context.Builder[left].Shape, b = context.Builder[right].Shape;
        CheckParameter(context, operation, left, right);
        if (Covers(a, b) || Covers(b, a) || Common(a, b) is not { } result) return context.Add(operation, left, right);
        // The one with more values has fewer to be spread to.
        return a.Elements >= b.Elements
            ? context.Add(operation, Append(context, left, result), right)
            : context.Add(operation, left, Append(context, right, result));
    }

    /// <summary>Of a value that is trained, the dimensions are what is easily changed.</summary>
    private static void CheckParameter(LoweringContext context, BinaryOperation operation, int left, int right)
    {
        Shape a = context.Builder[left].Shape, b = context.Builder[right].Shape;
        bool isLeft = context.Builder[left].Operation is ParameterValue, isRight = context.Builder[right].Operation is ParameterValue;
        if (isLeft == isRight || Common(a, b) is not null) return;
        (Shape own, Shape other) = isLeft ? (a, b) : (b, a);
        throw new ShapeException(
            $"{operation.Title}: the [Parameter] is {own}, the other side {other}, but they must be equal, or the [Parameter] have the "
                + "size 1, or no dimension, wherever it counts for all. Dimensions are written channels last.");
    }

    /// <summary>Gives an input of an operation its gradient; one that was spread gets the sum over all that it counted for.</summary>
    public static void GiveSummed(GradientContext context, int input, int gradient, Shape result)
    {
        Shape shape = context.InputShapes[input];
        int sum = Reduce.Append(context.Add, GlobalPoolMode.Sum, SpreadAxes(shape, result), gradient, ref result);
        context.Give(input, result == shape ? sum : context.Add(new Reshape(shape.Dimensions), sum));
    }

    /// <summary>What stands behind "but" where two shapes do not fit.</summary>
    /// <param name="symbol">The operator. Only what is added is most often a shortcut.</param>
    public static string Expectation(Shape left, Shape right, string symbol)
    {
        if (left.Spatial == right.Spatial && left.Channels != right.Channels)
        {
            return "both must have the same number of channels. Give the layer that makes the one with " +
                $"{Math.Min(left.Channels, right.Channels)} channels "
                + $"{Math.Max(left.Channels, right.Channels)} outputs, or project the other with a 1x1 Conv.";
        }

        if (left.Channels == right.Channels && left.Rank == right.Rank)
            return "both must have the same spatial size, or one side the size 1. Give the two branches the same stride and " +
                "padding, or resize one with Upsample or Subsample.";
        return "the shapes must be equal, or one side must have the size 1, or no dimension, wherever they differ, counted from the " +
            "channels: (C) for each channel, (H, W, 1) for each pixel, (T, 1, 1, C) for each frame. "
            + (symbol == "+" && left.Rank == right.Rank
                ? "Give the two branches the same strides and outputs, for instance with a strided 1x1 Conv on the shortcut."
                : "Give one of them such a shape with Reshape, or by a reduction with keep: true.");
    }

    private static int Append(LoweringContext context, int value, Shape result)
    {
        Shape shape = context.Builder[value].Shape;
        if (shape.Rank < result.Rank) value = context.Add(new Reshape(Aligned(shape, result.Rank)), value);
        return context.Add(new Broadcast(result.Dimensions), value);
    }

    private static int Offset(ReferenceTensor value, int t, int y, int x) =>
        value.Offset(value.Frames == 1 ? 0 : t, value.Height == 1 ? 0 : y, value.Width == 1 ? 0 : x);
}
