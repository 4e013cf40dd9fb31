using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Each channel times a trained number: <c>x · weight</c>, the layer scale of arXiv 2103.17239. With a bias, <c>x · weight + bias</c>, what
/// a norm ends with.
/// </summary>
/// <param name="Path">The name of the weight [channels].</param>
/// <param name="Bias">The name of the bias [channels]; null where there is none.</param>
public sealed record ChannelScale(string Path, string? Bias = null) : ChannelAffine
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Scale", (arguments, _, path) =>
        new ChannelScale(
            arguments.Has("weight") ? arguments.Text("weight") : ParameterPath.Join(path, arguments.Text("parameter", "weight")),
            arguments.Has("bias") ? arguments.Text("bias") : null)).KeepingShape();

    public override string Kind => "Scale";

    public override IEnumerable<(string Name, object Value)> Properties =>
        Bias is null ? [("weight", Path)] : [("weight", Path), ("bias", Bias)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => ShapeRule.Single(Kind, inputs);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs)
    {
        EquatableArray<int> dimensions = [inputs[0].Channels];
        var weight = new Parameter(Path, dimensions, ParameterKind.Scale);
        return Bias is null ? [weight] : [weight, new Parameter(Bias, dimensions, ParameterKind.Bias)];
    }

    public override void Evaluate(ReferenceContext context)
    {
        double[] weight = context.Parameter(Path);
        double[]? bias = Bias is null ? null : context.Parameter(Bias);
        context.ForEachElement((x, channel) => x * weight[channel] + (bias?[channel] ?? 0));
    }

    public override void Gradient(GradientContext context)
    {
        int dy = context.OutputGradient;
        if (context.Needs(0)) context.Give(0, context.Add(new ChannelScale(Path), dy));
        if (context.Trains(Path))
        {
            int products = context.Add(new ProductSums(null), context.Inputs[0], dy);
            context.GiveParameter(Path, new GlobalPool(GlobalPoolMode.Sum), products);
        }

        if (Bias is not null && context.Trains(Bias)) context.GiveParameter(Bias, new GlobalPool(GlobalPoolMode.Sum), dy);
    }

    public override void Export(OnnxContext context)
    {
        EquatableArray<int> dimensions = [context.Shape.Channels, .. Enumerable.Repeat(1, context.Shape.SpatialRank)];
        string scaled = context.Add("Mul", [context.Inputs[0], context.Parameter(Path, dimensions)]);
        context.Return(Bias is null ? scaled : context.Add("Add", [scaled, context.Parameter(Bias, dimensions)]));
    }
}
