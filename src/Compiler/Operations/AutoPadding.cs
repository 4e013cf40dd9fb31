namespace Fusion.Compiler.Operations;

/// <summary>Padding that follows from the other sizes, by its name in declarations.</summary>
public enum AutoPadding
{
    /// <summary>As TensorFlow means it: ⌈size / stride⌉ windows, what they reach beyond the input shared out to both ends, the odd
    /// position to the end.</summary>
    Same,

    /// <summary>All of it before the first position, so that a result depends on no later position.</summary>
    Causal,
}

/// <summary>Zeros before the first position and behind the last one, along each dimension.</summary>
/// <param name="End">Null where it is the same as before.</param>
internal readonly record struct Padded(EquatableArray<int> Before, EquatableArray<int>? End)
{
    /// <summary>The padding that the arguments ask for.</summary>
    /// <param name="usual">On each side, where they do not say.</param>
    public static Padded Read(OperationArguments arguments, Shape input, EquatableArray<int> kernel, EquatableArray<int> stride,
        EquatableArray<int> dilation, EquatableArray<int> usual)
    {
        if (!arguments.IsText("padding"))
        {
            EquatableArray<int> before = arguments.Spatial("padding", input.SpatialRank) ?? usual;
            return Of(before, arguments.Spatial("paddingEnd", input.SpatialRank) ?? before);
        }

        RefuseEnd(arguments);
        // What is wrong with these sizes, the shape rule says.
        if (kernel.Concat(stride).Concat(dilation).Any(size => size < 1)) return new Padded(usual, null);
        AutoPadding auto = arguments.Enum("padding", AutoPadding.Same);
        int[] reach = [.. kernel.Select((size, d) => checked((size - 1) * dilation[d]))];
        if (auto == AutoPadding.Causal)
        {
            if (input.SpatialRank != 1)
                throw new ShapeException(
                    $"{arguments.Kind}: the padding is Causal, but the input {input} is no sequence (L, C). Pad each dimension by numbers.",
                    "padding");
            return Of([.. reach], [0]);
        }

        int[] total = [.. input.Spatial
            .Select((size, d) => Math.Max(0, ((size + stride[d] - 1) / stride[d] - 1) * stride[d] + reach[d] + 1 - size))];
        return Of([.. total.Select(size => size / 2)], [.. total.Select(size => size - size / 2)]);
    }

    /// <summary>What a transposed layer takes from both ends, so that it makes stride times as many positions.</summary>
    /// <returns>And the positions that it adds where the kernel is smaller than the stride.</returns>
    public static (Padded Padding, EquatableArray<int> More) Transposed(
        EquatableArray<int> kernel, EquatableArray<int> stride, EquatableArray<int> dilation)
    {
        int[] surplus = [.. kernel.Select((size, d) => checked((size - 1) * dilation[d] + 1 - stride[d]))];
        int[] total = [.. surplus.Select(size => Math.Max(0, size))];
        return (Of([.. total.Select(size => size / 2)], [.. total.Select(size => size - size / 2)]),
            [.. surplus.Select(size => Math.Max(0, -size))]);
    }

    /// <summary>The same for a pooling, which pads nothing where the arguments do not say.</summary>
    public static Padded ReadPooling(
        OperationArguments arguments, Shape input, EquatableArray<int> kernel, EquatableArray<int> stride, EquatableArray<int> dilation)
    {
        if (arguments.IsText("padding") && arguments.Enum("padding", AutoPadding.Same) == AutoPadding.Causal)
            throw new ShapeException($"{arguments.Kind}: the padding is Causal, but only Conv and DepthwiseConv know that.", "padding");
        return Read(arguments, input, kernel, stride, dilation, [.. kernel.Select(_ => 0)]);
    }

    /// <exception cref="ShapeException">The end is given beside a padding that says itself what it is.</exception>
    public static void RefuseEnd(OperationArguments arguments)
    {
        if (arguments.Has("paddingEnd"))
            throw new ShapeException(
                $"{arguments.Kind}: paddingEnd is given, but the padding is {arguments.Enum("padding", AutoPadding.Same)}, from which both "
                    + "ends follow. Leave it out, or give the padding as numbers.",
                "paddingEnd");
    }

    private static Padded Of(EquatableArray<int> before, EquatableArray<int> end) => new(before, end == before ? null : end);
}
