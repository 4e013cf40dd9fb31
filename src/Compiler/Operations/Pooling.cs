using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>What the two windowed poolings share.</summary>
internal static class Pooling
{
    /// <summary>The padding that the arguments ask for.</summary>
    public static Padded Padding(OperationArguments arguments, Shape input, EquatableArray<int> kernel, EquatableArray<int> stride)
    {
        if (arguments.IsText("padding") && arguments.Enum("padding", AutoPadding.Same) == AutoPadding.Causal)
            throw new ShapeException($"{arguments.Kind}: the padding is Causal, but only Conv and DepthwiseConv know that.", "padding");
        return Padded.Read(arguments, input, kernel, stride, [.. kernel.Select(_ => 1)]) ?? new Padded([.. kernel.Select(_ => 0)], null);
    }

    public static Shape InferShape(
        string kind, IReadOnlyList<Shape> inputs, EquatableArray<int> kernel, EquatableArray<int> stride, EquatableArray<int> padding,
        bool ceilMode, EquatableArray<int>? paddingEnd = null)
    {
        Shape input = ShapeRule.Spatial(kind, inputs);
        Shape output = Window.Slide(kind, input, kernel, stride, kernel.Select(_ => 1).ToEquatableArray(), padding, ceilMode, paddingEnd);
        for (int d = 0; d < kernel.Count; d++)
        {
            // Else a window could lie wholly in the padding, where it has no value.
            if (padding[d] >= kernel[d])
            {
                throw new ShapeException(
                    $"{kind}: padding is {padding[d]}, but the kernel is {kernel[d]}; padding must be smaller than the kernel. Use "
                        + $"{kernel[d] - 1} or less.",
                    "padding");
            }

            if (input.Dimensions[d] + 2L * padding[d] + kernel[d] > Limits.Elements)
                throw new ShapeException(
                    $"{kind}: the kernel of {kernel[d]} with a padding of {padding[d]} is too large. Use a smaller one.", "kernel");
        }

        return output;
    }

    /// <summary>One window: where its result lies, the positions of the input in it, and how many count where padding does.</summary>
    internal readonly record struct Place(int Result, IReadOnlyList<int> Positions, double Padded);

    /// <summary>All windows, by the offsets of their positions' first channels.</summary>
    public static IEnumerable<Place> Windows(
        ReferenceTensor input, ReferenceTensor output, EquatableArray<int> kernel, EquatableArray<int> stride, EquatableArray<int> padding)
    {
        Extent size = Extent.Of(kernel, 1), step = Extent.Of(stride, 1), pad = Extent.Of(padding, 0);
        for (int t = 0; t < output.Frames; t++)
            for (int y = 0; y < output.Height; y++)
                for (int x = 0; x < output.Width; x++)
                {
                    int firstT = t * step.Frames - pad.Frames, lastT = Math.Min(firstT + size.Frames, input.Frames + pad.Frames);
                    int firstY = y * step.Height - pad.Height, lastY = Math.Min(firstY + size.Height, input.Height + pad.Height);
                    int firstX = x * step.Width - pad.Width, lastX = Math.Min(firstX + size.Width, input.Width + pad.Width);
                    var positions = new List<int>();
                    for (int it = Math.Max(0, firstT); it < Math.Min(lastT, input.Frames); it++)
                        for (int iy = Math.Max(0, firstY); iy < Math.Min(lastY, input.Height); iy++)
                            for (int ix = Math.Max(0, firstX); ix < Math.Min(lastX, input.Width); ix++)
                                positions.Add(input.Offset(it, iy, ix));
                    double padded = (double)(lastT - firstT) * (lastY - firstY) * (lastX - firstX);
                    yield return new Place(output.Offset(t, y, x), positions, padded);
                }
    }

    /// <summary>Hands the values of each window to <paramref name="reduce"/>, with the number of positions that count where padding
    /// does.</summary>
    public static void Evaluate(
        ReferenceContext context, EquatableArray<int> kernel, EquatableArray<int> stride, EquatableArray<int> padding,
        Func<List<double>, double, double> reduce)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        Extent size = Extent.Of(kernel, 1), step = Extent.Of(stride, 1), pad = Extent.Of(padding, 0);
        context.ForEachRow(output, (t, y) =>
        {
            var values = new List<double>();
            for (int x = 0; x < output.Width; x++)
            {
                int firstT = t * step.Frames - pad.Frames, lastT = Math.Min(firstT + size.Frames, input.Frames + pad.Frames);
                int firstY = y * step.Height - pad.Height, lastY = Math.Min(firstY + size.Height, input.Height + pad.Height);
                int firstX = x * step.Width - pad.Width, lastX = Math.Min(firstX + size.Width, input.Width + pad.Width);
                double padded = (double)(lastT - firstT) * (lastY - firstY) * (lastX - firstX);
                for (int c = 0; c < output.Channels; c++)
                {
                    values.Clear();
                    for (int it = Math.Max(0, firstT); it < Math.Min(lastT, input.Frames); it++)
                        for (int iy = Math.Max(0, firstY); iy < Math.Min(lastY, input.Height); iy++)
                            for (int ix = Math.Max(0, firstX); ix < Math.Min(lastX, input.Width); ix++)
                                values.Add(input.Values[input.Offset(it, iy, ix) + c]);
                    output.Values[output.Offset(t, y, x) + c] = reduce(values, padded);
                }
            }
        });
    }
}
