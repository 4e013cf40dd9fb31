using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Normalisation with running statistics, as at inference: <c>(x − running_mean) / sqrt(running_var + ε) · weight + bias</c> per channel.
/// </summary>
public sealed record BatchNorm(string Path, double Epsilon = 1e-5) : ChannelAffine
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("BatchNorm", (arguments, _, path) =>
        new BatchNorm(arguments.Text("path", path), arguments.Double("epsilon", 1e-5))).KeepingShape();

    public string WeightName => ParameterPath.Join(Path, "weight");

    public string BiasName => ParameterPath.Join(Path, "bias");

    public string MeanName => ParameterPath.Join(Path, "running_mean");

    public string VarianceName => ParameterPath.Join(Path, "running_var");

    public override IEnumerable<(string Name, object Value)> Properties => [("path", Path), ("epsilon", Epsilon)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        NormRule.CheckEpsilon(Kind, Epsilon);
        return ShapeRule.Single(Kind, inputs);
    }

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs)
    {
        EquatableArray<int> dimensions = [inputs[0].Channels];
        return
        [
            new Parameter(WeightName, dimensions, ParameterKind.Scale),
            new Parameter(BiasName, dimensions, ParameterKind.Bias),
            new Parameter(MeanName, dimensions, ParameterKind.RunningMean),
            new Parameter(VarianceName, dimensions, ParameterKind.RunningVariance),
        ];
    }

    public override void Evaluate(ReferenceContext context)
    {
        double[] weight = context.Parameter(WeightName), bias = context.Parameter(BiasName);
        double[] mean = context.Parameter(MeanName), variance = context.Parameter(VarianceName);
        context.ForEachElement((x, channel) =>
            (x - mean[channel]) / Math.Sqrt(variance[channel] + Epsilon) * weight[channel] + bias[channel]);
    }

    /// <summary>In training the batch's own statistics, which also go into the running ones.</summary>
    public override int Train(TrainingContext context)
    {
        if (context.IsFrozen(Path)) return context.Each(this, [.. context.Inputs]);
        if (context.IsEvaluation) return context.Add(new RunningNormalize(this), context.Inputs[0]);
        int statistics = context.Add(new BatchStatistics(), context.Inputs[0]);
        context.KeepStatistics(Path, statistics);
        return context.Add(new BatchNormalize(this), context.Inputs[0], statistics);
    }

    /// <summary>Of a frozen norm; one that is trained is a <see cref="BatchNormalize"/>.</summary>
    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new FixedNormGradient(this), context.OutputGradient));

    public override void Export(OnnxContext context) => context.Return(context.Add(
        "BatchNormalization",
        [context.Inputs[0], context.Parameter(WeightName), context.Parameter(BiasName), context.Parameter(MeanName),
            context.Parameter(VarianceName)],
        ("epsilon", Epsilon)));
}
