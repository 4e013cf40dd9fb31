using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>A matrix product over the channels, at every position alike. Parameters: <c>{Path}.weight</c> [outputs, inputs] and
/// <c>{Path}.bias</c> [outputs].</summary>
/// <param name="Bias">Null until <see cref="ResolveBias"/> has run: a bias exactly where no BatchNorm follows.</param>
public sealed record Linear(string Path, int Outputs, bool? Bias = null) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Linear", (arguments, _, path) =>
        new Linear(arguments.Text("path", path), arguments.Int("outputs"), arguments.Bool("bias", null))
        {
            WeightSuffix = arguments.Text("weightSuffix", "weight"),
            BiasSuffix = arguments.Text("biasSuffix", "bias"),
        }).WhoseShapeIgnores("bias");

    /// <summary>What the weight is called behind the path.</summary>
    public string WeightSuffix { get; init; } = "weight";

    public string BiasSuffix { get; init; } = "bias";

    public string WeightName => ParameterPath.Join(Path, WeightSuffix);

    public string BiasName => ParameterPath.Join(Path, BiasSuffix);

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("path", Path);
            yield return ("outputs", Outputs);
            if (Bias is { } bias) yield return ("bias", bias);
            if (WeightSuffix != "weight") yield return ("weightSuffix", WeightSuffix);
            if (BiasSuffix != "bias") yield return ("biasSuffix", BiasSuffix);
        }
    }

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ShapeRule.AtLeast(Kind, "outputs", Outputs, 1);
        Shape input = ShapeRule.Single(Kind, inputs);
        Shape output = ShapeRule.Checked(Kind, input.WithChannels(Outputs));
        SizeRule.Weights(Kind, Outputs, input.Channels, taps: 1, groups: 1);
        return output;
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => output.Elements * inputs[0].Channels;

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs)
    {
        var weight = new Parameter(WeightName, [Outputs, inputs[0].Channels], ParameterKind.Weight, inputs[0].Channels);
        return Bias == false ? [weight] : [weight, new Parameter(BiasName, [Outputs], ParameterKind.Bias)];
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        double[] weight = context.Parameter(WeightName);
        double[]? bias = Bias == false ? null : context.Parameter(BiasName);
        for (int pixel = 0; pixel < input.Pixels; pixel++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                double sum = bias?[o] ?? 0;
                for (int i = 0; i < input.Channels; i++) sum += input[pixel, i] * weight[o * input.Channels + i];
                output[pixel, o] = sum;
            }
        }
    }

    public override void Gradient(GradientContext context)
    {
        int dy = context.OutputGradient;
        if (context.Needs(0)) context.Give(0, context.Add(new LinearInputGradient(this, context.InputShapes[0].Channels), dy));
        if (context.Trains(WeightName)) context.GiveParameter(WeightName, new LinearWeightGradient(this), context.Inputs[0], dy);
        if (Bias != false && context.Trains(BiasName)) context.GiveParameter(BiasName, new GlobalPool(GlobalPoolMode.Sum), dy);
    }

    public override void Export(OnnxContext context)
    {
        int rank = context.InputShapes[0].SpatialRank;
        // With spatial dimensions a linear layer is a convolution with kernel 1.
        List<string> inputs = [context.Inputs[0],
            context.Parameter(WeightName, [Outputs, context.InputShapes[0].Channels, .. Enumerable.Repeat(1, rank)])];
        if (Bias != false) inputs.Add(context.Parameter(BiasName));
        context.Return(rank == 0 ? context.Add("Gemm", inputs, ("transB", 1)) : context.Add("Conv", inputs));
    }
}
