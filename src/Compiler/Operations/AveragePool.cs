using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The mean of each window and channel.</summary>
/// <param name="CountPadding">Whether positions in the padding count as zeros, as in PyTorch by default. Positions that only ceil mode
/// adds, beyond the padding, never count.</param>
public sealed record AveragePool(
    EquatableArray<int> Kernel, EquatableArray<int> Stride, EquatableArray<int> Padding, bool CeilMode = false,
    bool CountPadding = true) : Operation
{
    /// <summary>Positions behind the last one that windows may reach; null where they are as many as before the first, which
    /// <see cref="Padding"/> counts.</summary>
    public EquatableArray<int>? PaddingEnd { get; init; }

    /// <summary>The distance of a window's positions; null where it is 1 along every dimension.</summary>
    public EquatableArray<int>? Dilation { get; init; }

    public static OperationDefinition Definition { get; } = OperationDefinition.Single("AveragePool", (arguments, inputs, _) =>
    {
        int rank = ShapeRule.Spatial("AveragePool", inputs).SpatialRank;
        EquatableArray<int> kernel = arguments.Spatial("kernel", rank, null), stride = arguments.Spatial("stride", rank) ?? kernel;
        EquatableArray<int> dilation = arguments.Spatial("dilation", rank, 1);
        Padded padding = Padded.ReadPooling(arguments, inputs[0], kernel, stride, dilation);
        // What TensorFlow pads never counts.
        bool isAuto = arguments.IsText("padding"), countsPadding = arguments.Bool("countPadding", !isAuto);
        if (isAuto && countsPadding)
            throw new ShapeException("AveragePool: countPadding is set, but the padding Same never counts. Leave it out.", "countPadding");
        return new AveragePool(kernel, stride, padding.Before, arguments.Bool("ceilMode", false), countsPadding)
        {
            PaddingEnd = padding.End,
            Dilation = dilation.IsAll(1) ? null : dilation,
        };
    });

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("kernel", Window.Compact(Kernel, 1));
            yield return ("stride", Window.Compact(Stride, 1));
            if (Dilation is { } dilation) yield return ("dilation", Window.Compact(dilation, 1));
            if (!Padding.IsAll(0) || PaddingEnd is not null) yield return ("padding", Window.Compact(Padding, 0));
            if (PaddingEnd is { } end) yield return ("paddingEnd", Window.Compact(end, 0));
            if (CeilMode) yield return ("ceilMode", true);
            if (!CountPadding) yield return ("countPadding", false);
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => PoolWindow.Of(this).InferShape(Kind, inputs, CeilMode);

    public override void Evaluate(ReferenceContext context) =>
        PoolWindow.Of(this).Evaluate(context, (values, padded) => values.Sum() / (CountPadding ? padded : values.Count));

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new AveragePoolGradient(this, context.InputShapes[0]), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        PoolWindow pool = PoolWindow.Of(this);
        var (end, ceil) = CeilMode && !CountPadding ? pool.ToOnnx(context.InputShapes[0], context.Shape) : (pool.End, CeilMode);
        (string, object)[] window =
        [
            ("kernel_shape", Kernel), ("strides", Stride), ("pads", new EquatableArray<int>([.. Padding, .. end])),
            ("ceil_mode", ceil ? 1 : 0), ("count_include_pad", CountPadding ? 1 : 0),
        ];
        // Older engines know no dilation.
        if (Dilation is { } dilation) window = [.. window, ("dilations", dilation)];
        context.Return(context.Add("AveragePool", context.Inputs, window));
    }
}
