using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>(1 − m) · r + m · s</c>: what becomes of a norm's running mean or variance. The variance is that of a sample, n / (n − 1) of the
/// batch's, as in PyTorch. A norm that is applied several times takes the statistics of each use, in their order. Inputs: the batch's
/// statistics (2, C) for each use, and the guard.
/// </summary>
/// <param name="Target">The running mean or variance.</param>
/// <param name="Row">0 for the mean, 1 for the variance.</param>
/// <param name="Momentum">m.</param>
/// <param name="Corrections">What s is multiplied by, for each use.</param>
public sealed record RunningAverage(string Target, int Row, double Momentum, EquatableArray<double> Corrections) : TrainingOperation
{
    /// <summary>The path of the norm.</summary>
    public string Path => Target.Substring(0, Math.Max(0, Target.LastIndexOf('.')));

    public override IEnumerable<(string Name, object Value)> Properties =>
    [
        ("target", Target), ("row", Row), ("momentum", Momentum),
        .. Corrections.Select(correction => ("correction", (object)correction)),
    ];

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [new Parameter(Target, [inputs[0].Channels], Row == 0 ? ParameterKind.RunningMean : ParameterKind.RunningVariance)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape statistics = Exactly(Corrections.Count + 1, inputs)[0];
        foreach (Shape other in inputs.Take(Corrections.Count)) Same(statistics, other, "statistics");
        return Shape.Of(statistics.Channels);
    }

    public override void Evaluate(ReferenceContext context)
    {
        double[] running = context.Parameter(Target);
        double guard = context.Inputs[Corrections.Count].Values[0];
        for (int c = 0; c < running.Length; c++)
        {
            double value = running[c];
            for (int use = 0; use < Corrections.Count && !double.IsNaN(guard) && !double.IsInfinity(guard); use++)
                value = (1 - Momentum) * value + Momentum * Corrections[use] * context.Inputs[use][Row, c];
            context.Output.Values[c] = value;
        }
    }
}
