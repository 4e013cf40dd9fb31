using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// BatchNorm in training: <c>x̂ · weight + bias</c> with <c>x̂ = (x − mean) / sqrt(variance + ε)</c> of the batch (arXiv 1502.03167).
/// Inputs: x and its <see cref="BatchStatistics"/>.
/// </summary>
/// <param name="Norm">The layer, which owns the parameters.</param>
public sealed record BatchNormalize(BatchNorm Norm) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Norm.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Shape.Of(2, Exactly(2, inputs)[0].Channels), inputs[1], "statistics");
        return inputs[0];
    }

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => [.. Norm.Parameters(inputs).Take(2)];

    public override void Evaluate(ReferenceContext context)
    {
        double[] weight = context.Parameter(Norm.WeightName), bias = context.Parameter(Norm.BiasName);
        ReferenceTensor statistics = context.Inputs[1];
        context.ForEachElement((x, c) => Standardize(x, statistics, c, Norm.Epsilon) * weight[c] + bias[c]);
    }

    /// <summary>The gradient goes to x alone, with the share of the statistics in it.</summary>
    public override void Gradient(GradientContext context)
    {
        int sums = context.Add(new BatchNormSums(Norm.Epsilon), context.Inputs[0], context.Inputs[1], context.OutputGradient);
        if (context.Trains(Norm.BiasName)) context.GiveParameter(Norm.BiasName, new PickRow(0), sums);
        if (context.Trains(Norm.WeightName)) context.GiveParameter(Norm.WeightName, new PickRow(1), sums);
        if (!context.Needs(0)) return;
        context.Give(0, context.Add(new BatchNormInputGradient(Norm), context.Inputs[0], context.Inputs[1], context.OutputGradient, sums));
    }

    internal static double Standardize(double x, ReferenceTensor statistics, int channel, double epsilon) =>
        (x - statistics[0, channel]) / Math.Sqrt(statistics[1, channel] + epsilon);
}
