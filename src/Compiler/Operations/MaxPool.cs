using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The greatest value of each window and channel; padding never wins.</summary>
public sealed record MaxPool(EquatableArray<int> Kernel, EquatableArray<int> Stride, EquatableArray<int> Padding,
    bool CeilMode = false) : Operation
{
    /// <summary>Positions behind the last one that windows may reach; null where they are as many as before the first, which
    /// <see cref="Padding"/> counts.</summary>
    public EquatableArray<int>? PaddingEnd { get; init; }

    /// <summary>The distance of a window's positions; null where it is 1 along every dimension.</summary>
    public EquatableArray<int>? Dilation { get; init; }

    public static OperationDefinition Definition { get; } = OperationDefinition.Single("MaxPool", (arguments, inputs, _) =>
    {
        int rank = ShapeRule.Spatial("MaxPool", inputs).SpatialRank;
        EquatableArray<int> kernel = arguments.Spatial("kernel", rank, null), stride = arguments.Spatial("stride", rank) ?? kernel;
        EquatableArray<int> dilation = arguments.Spatial("dilation", rank, 1);
        Padded padding = Padded.ReadPooling(arguments, inputs[0], kernel, stride, dilation);
        return new MaxPool(kernel, stride, padding.Before, arguments.Bool("ceilMode", false))
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
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        PoolWindow.Of(this).InferShape(Kind, inputs, CeilMode);

    public override void Evaluate(ReferenceContext context) =>
        PoolWindow.Of(this).Evaluate(context, (values, _) => values.Aggregate(double.NegativeInfinity, Math.Max));

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new MaxPoolGradient(this), context.Inputs[0], context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        PoolWindow window = PoolWindow.Of(this);
        var (end, ceil) = CeilMode ? window.ToOnnx(context.InputShapes[0], context.Shape) : (window.End, false);
        context.Return(context.Add("MaxPool", context.Inputs,
            ("kernel_shape", Kernel), ("strides", Stride), ("dilations", window.Dilation),
            ("pads", new EquatableArray<int>([.. Padding, .. end])), ("ceil_mode", ceil ? 1 : 0)));
    }
}
