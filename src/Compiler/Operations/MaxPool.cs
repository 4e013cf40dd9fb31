using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The greatest value of each window and channel; padding never wins.</summary>
public sealed record MaxPool(EquatableArray<int> Kernel, EquatableArray<int> Stride, EquatableArray<int> Padding,
    bool CeilMode = false) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("MaxPool", (arguments, inputs, _) =>
    {
        int rank = ShapeRule.Spatial("MaxPool", inputs).SpatialRank;
        EquatableArray<int> kernel = arguments.Spatial("kernel", rank, null);
        return new MaxPool(kernel, arguments.Spatial("stride", rank) ?? kernel, arguments.Spatial("padding", rank, 0),
            arguments.Bool("ceilMode", false));
    });

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("kernel", Window.Compact(Kernel, 1));
            yield return ("stride", Window.Compact(Stride, 1));
            if (!Padding.IsAll(0)) yield return ("padding", Window.Compact(Padding, 0));
            if (CeilMode) yield return ("ceilMode", true);
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Pooling.InferShape(Kind, inputs, Kernel, Stride, Padding, CeilMode);

    public override void Evaluate(ReferenceContext context) =>
        Pooling.Evaluate(context, Kernel, Stride, Padding, (values, _) => values.Aggregate(double.NegativeInfinity, Math.Max));

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new MaxPoolGradient(this), context.Inputs[0], context.OutputGradient));

    public override void Export(OnnxContext context) => context.Return(context.Add(
        "MaxPool", context.Inputs,
        ("kernel_shape", Kernel), ("strides", Stride), ("pads", new EquatableArray<int>([.. Padding, .. Padding])),
        ("ceil_mode", CeilMode ? 1 : 0)));
}
