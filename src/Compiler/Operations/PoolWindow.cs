using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The windows of a pooling: their size, and where they lie.</summary>
/// <param name="End">Positions behind the last one that windows may reach; <paramref name="Padding"/> are those before the first.</param>
internal sealed record PoolWindow(
    EquatableArray<int> Kernel, EquatableArray<int> Stride, EquatableArray<int> Dilation, EquatableArray<int> Padding,
    EquatableArray<int> End)
{
    public static PoolWindow Of(MaxPool pool) => Of(pool.Kernel, pool.Stride, pool.Dilation, pool.Padding, pool.PaddingEnd);

    public static PoolWindow Of(AveragePool pool) => Of(pool.Kernel, pool.Stride, pool.Dilation, pool.Padding, pool.PaddingEnd);

    /// <summary>The window along T, H or W.</summary>
    public PoolSpan Along(int axis)
    {
        int d = axis - (3 - Kernel.Count);
        return d < 0 ? new PoolSpan(1, 1, 1, 0, 0) : new PoolSpan(Kernel[d], Stride[d], Dilation[d], Padding[d], End[d]);
    }

    /// <exception cref="ShapeException">The windows do not fit the input.</exception>
    public Shape InferShape(string kind, IReadOnlyList<Shape> inputs, bool ceilMode)
    {
        Shape input = ShapeRule.Spatial(kind, inputs);
        Shape output = Window.Slide(kind, input, Kernel, Stride, Dilation, Padding, ceilMode, End);
        SizeRule.Step(kind, "dilation", Dilation);
        for (int d = 0; d < Kernel.Count; d++)
        {
            var span = new PoolSpan(Kernel[d], Stride[d], Dilation[d], Padding[d], End[d]);
            // Else a window could lie wholly in the padding, where it has no value.
            foreach (var (name, padding) in new[] { ("padding", span.Padding), ("paddingEnd", span.End) })
            {
                if (padding < span.Extent) continue;
                string covers = span.Dilation == 1 ? $"the kernel is {span.Kernel}" : $"the window covers {span.Extent} positions";
                throw new ShapeException(
                    $"{kind}: {name} is {padding}, but {covers}; padding must be smaller than "
                        + $"{(span.Dilation == 1 ? "the kernel" : "the window")}. Use {span.Extent - 1} or less.",
                    name);
            }

            if (input.Dimensions[d] + (long)span.Padding + span.End + span.Extent > Limits.Elements)
                throw new ShapeException(
                    $"{kind}: the kernel of {span.Kernel} with a padding of {span.Padding} is too large. Use a smaller one.", "kernel");
            if (span.FindEmpty(input.Dimensions[d], output.Dimensions[d]) is { } empty)
                throw new ShapeException(
                    $"{kind}: with a dilation of {span.Dilation}, window {empty} along the {ShapeRule.DimensionName(d, Kernel.Count)} of "
                        + $"{input.Dimensions[d]} has all of its {span.Kernel} positions in the padding. Use less padding or dilation.",
                    "dilation");
        }

        return output;
    }

    /// <summary>How ONNX is told of windows with a ceiling. A last window that would begin behind the input is left out; older engines
    /// count it: there, the padding at the end is such that nothing needs to be rounded up.</summary>
    public (EquatableArray<int> End, bool CeilMode) ToOnnx(Shape input, Shape output)
    {
        int[] end = new int[Kernel.Count];
        bool leavesOut = false, fits = true;
        for (int d = 0; d < end.Length; d++)
        {
            int extent = Dilation[d] * (Kernel[d] - 1) + 1, free = input.Dimensions[d] + Padding[d] - extent, stride = Stride[d];
            leavesOut |= (free + End[d] + stride - 1) / stride + 1 > output.Dimensions[d];
            end[d] = Math.Max(0, (output.Dimensions[d] - 1) * stride - free);
            fits &= (free + end[d]) / stride + 1 == output.Dimensions[d];
        }

        return leavesOut && fits ? ([.. end], false) : (End, true);
    }

    /// <summary>One window: where its result lies, the positions of the input in it, and how many count where padding does.</summary>
    internal readonly record struct Place(int Result, IReadOnlyList<int> Positions, double Padded);

    /// <summary>All windows, by the offsets of their positions' first channels.</summary>
    public IEnumerable<Place> Windows(ReferenceTensor input, ReferenceTensor output)
    {
        for (int t = 0; t < output.Frames; t++)
            for (int y = 0; y < output.Height; y++)
                for (int x = 0; x < output.Width; x++)
                    yield return new Place(output.Offset(t, y, x), [.. Positions(input, t, y, x)], Padded(input, t, y, x));
    }

    /// <summary>Hands the values of each window to <paramref name="reduce"/>, with the number of positions that count where padding
    /// does.</summary>
    public void Evaluate(ReferenceContext context, Func<List<double>, double, double> reduce)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        context.ForEachRow(output, (t, y) =>
        {
            var values = new List<double>();
            for (int x = 0; x < output.Width; x++)
            {
                List<int> positions = [.. Positions(input, t, y, x)];
                double padded = Padded(input, t, y, x);
                for (int c = 0; c < output.Channels; c++)
                {
                    values.Clear();
                    foreach (int position in positions) values.Add(input.Values[position + c]);
                    output.Values[output.Offset(t, y, x) + c] = reduce(values, padded);
                }
            }
        });
    }

    private IEnumerable<int> Positions(ReferenceTensor input, int t, int y, int x)
    {
        foreach (int it in Along(0).Positions(t, input.Frames))
            foreach (int iy in Along(1).Positions(y, input.Height))
                foreach (int ix in Along(2).Positions(x, input.Width)) yield return input.Offset(it, iy, ix);
    }

    private double Padded(ReferenceTensor input, int t, int y, int x) =>
        (double)Along(0).Padded(t, input.Frames) * Along(1).Padded(y, input.Height) * Along(2).Padded(x, input.Width);

    private static PoolWindow Of(EquatableArray<int> kernel, EquatableArray<int> stride, EquatableArray<int>? dilation,
        EquatableArray<int> padding, EquatableArray<int>? end) =>
        new(kernel, stride, dilation ?? [.. kernel.Select(_ => 1)], padding, end ?? padding);
}

/// <summary>One dimension of a pooling's windows.</summary>
internal readonly record struct PoolSpan(int Kernel, int Stride, int Dilation, int Padding, int End)
{
    /// <summary>From the first position of a window to the last.</summary>
    public long Extent => (Kernel - 1L) * Dilation + 1;

    /// <summary>Whether the last window reaches farther than the padding: ceil mode.</summary>
    public bool LeavesPadding(int input, int windows) => (windows - 1L) * Stride + Extent > (long)input + Padding + End;

    /// <summary>The positions of a window that lie in the input.</summary>
    public IEnumerable<int> Positions(int window, int input)
    {
        int start = window * Stride - Padding;
        for (long i = start < 0 ? (-start + Dilation - 1L) / Dilation : 0; i < Kernel; i++)
        {
            long position = start + i * Dilation;
            if (position >= input) break;
            yield return (int)position;
        }
    }

    /// <summary>How many of a window's positions lie in the input or its padding.</summary>
    public long Padded(int window, int input) =>
        Math.Min(Kernel, ((long)input + End + Padding - (long)window * Stride + Dilation - 1) / Dilation);

    /// <summary>The first window without any position in the input; null where there is none. Only windows that begin before the input can
    /// be.</summary>
    public int? FindEmpty(int input, int windows)
    {
        if (Dilation == 1) return null;
        for (int window = 0; window < windows && (long)window * Stride < Padding; window++)
            if (!Positions(window, input).Any()) return window;
        return null;
    }
}
