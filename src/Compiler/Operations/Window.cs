namespace Fusion.Compiler.Operations;

/// <summary>Arithmetic of sliding windows, shared by convolutions and pooling.</summary>
internal static class Window
{
    /// <summary>Half the dilated kernel: the padding that keeps the size at stride 1 for odd kernels.</summary>
    /// <remarks>Of what no number holds it is the largest there is, which <see cref="SizeRule"/> refuses as it does the true one.</remarks>
    public static EquatableArray<int> HalfPadding(EquatableArray<int> kernel, EquatableArray<int> dilation) =>
        kernel.Zip(dilation, (size, step) => (int)Math.Max(int.MinValue, Math.Min(int.MaxValue, (size - 1L) * step / 2)))
            .ToEquatableArray();

    /// <summary>How many windows fit along each spatial dimension.</summary>
    public static Shape Slide(
        string kind, Shape input, EquatableArray<int> kernel, EquatableArray<int> stride, EquatableArray<int> dilation,
        EquatableArray<int> padding,
        bool ceilMode = false, EquatableArray<int>? paddingEnd = null)
    {
        ShapeRule.SameRank(kind, "kernel", kernel, input);
        ShapeRule.SameRank(kind, "stride", stride, input);
        ShapeRule.SameRank(kind, "dilation", dilation, input);
        ShapeRule.SameRank(kind, "padding", padding, input);
        ShapeRule.AtLeast(kind, "kernel", kernel, 1);
        ShapeRule.AtLeast(kind, "stride", stride, 1);
        ShapeRule.AtLeast(kind, "dilation", dilation, 1);
        ShapeRule.AtLeast(kind, "padding", padding, 0);
        if (paddingEnd is { } ends)
        {
            ShapeRule.SameRank(kind, "paddingEnd", ends, input);
            ShapeRule.AtLeast(kind, "paddingEnd", ends, 0);
        }

        var spatial = new int[input.SpatialRank];
        for (int d = 0; d < spatial.Length; d++)
        {
            long extent = (long)(kernel[d] - 1) * dilation[d] + 1;
            long padded = input.Dimensions[d] + (long)padding[d] + (paddingEnd ?? padding)[d];
            long slack = padded - extent;
            // As in PyTorch, ceil mode adds a window that the input does not fill, be it the only one.
            if (slack + (ceilMode ? stride[d] - 1 : 0) < 0)
            {
                throw new ShapeException(
                    $"{kind}: the window covers {extent} positions, but the {ShapeRule.DimensionName(d, spatial.Length)} of the input "
                        + $"{input} is {input.Dimensions[d]} "
                    + $"({padded} with padding). Use a smaller kernel or dilation, more padding, or a "
                    + "larger input.",
                    "kernel");
            }

            long count = (slack + (ceilMode ? stride[d] - 1 : 0)) / stride[d] + 1;
            // As in PyTorch: a window that ceil mode added must start inside the input or its left padding.
            if (ceilMode && (count - 1) * stride[d] >= input.Dimensions[d] + (long)padding[d]) count--;
            spatial[d] = checked((int)Math.Min(count, int.MaxValue));
        }

        return input.WithSpatial(spatial);
    }

    /// <summary>One number where all dimensions agree, as people write it.</summary>
    public static object Compact(EquatableArray<int> values, int whenEmpty) =>
        values.Count == 0 ? whenEmpty
        : values.All(value => value == values[0]) ? values[0]
        : values;

    public static bool IsAll(this EquatableArray<int> values, int number) => values.All(value => value == number);
}
