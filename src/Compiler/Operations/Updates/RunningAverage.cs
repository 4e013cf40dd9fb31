using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>(1 − m) · r + m · s</c>: what becomes of a norm's running mean or variance. The variance is that of a sample, n / (n − 1) of the
/// batch's, as in PyTorch. Inputs: the batch's statistics (2, C) and the guard.
/// </summary>
/// <param name="Target">The running mean or variance.</param>
/// <param name="Row">0 for the mean, 1 for the variance.</param>
/// <param name="Momentum">m.</param>
/// <param name="Correction">What s is multiplied by.</param>
public sealed record RunningAverage(string Target, int Row, double Momentum, double Correction) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties =>
        [("target", Target), ("row", Row), ("momentum", Momentum), ("correction", Correction)];

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [new Parameter(Target, [inputs[0].Channels], Row == 0 ? ParameterKind.RunningMean : ParameterKind.RunningVariance)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape.Of(Exactly(2, inputs)[0].Channels);

    public override void Evaluate(ReferenceContext context)
    {
        double[] running = context.Parameter(Target);
        double guard = context.Inputs[1].Values[0];
        for (int c = 0; c < running.Length; c++)
            context.Output.Values[c] = double.IsNaN(guard) || double.IsInfinity(guard) ? running[c]
                : (1 - Momentum) * running[c] + Momentum * Correction * context.Inputs[0][Row, c];
    }
}
