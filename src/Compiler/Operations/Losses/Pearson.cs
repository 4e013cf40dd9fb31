using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// PKD (arXiv 2207.02039): half the mean, over all values of the batch, of <c>(Â − T̂)²</c>, where each channel has been standardised over
/// all samples and positions, <c>(x − mean) / (σ + 1e-6)</c>. Up to the 1e-6 that is the mean over the channels of 1 − r, r being Pearson's
/// correlation; it needs no tuned weight. σ is the biased deviation, so that this holds for few values, too; the authors' code takes
/// the unbiased one, which makes the loss smaller by the factor (n − 1)/n for n = N·H·W. A constant channel becomes zeros; one
/// with a σ of at most 1e-6 has no derivative, where that of PyTorch is up to 1e6. Inputs: the student's features behind the connector and
/// the teacher's, of one shape.
/// </summary>
public sealed record Pearson : Loss
{
    internal const double Epsilon = 1e-6;

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.SameFeatures(Kind, Exactly(2, inputs)[0], inputs[1]);
        if (inputs[0].Pixels == 1)
            throw new ShapeException($"{Kind}: the features {inputs[0]} have a single value in each channel, which has no correlation. "
                + "Take features before the pooling, or a larger batch.");
    }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        double sum = 0;
        for (int c = 0; c < inputs[0].Channels; c++) sum += Difference(inputs, c).Sum(value => value * value);
        return sum / (2 * inputs[0].Shape.Elements);
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        double scale = (input == 0 ? 1.0 : -1.0) / derivative.Shape.Elements;
        for (int c = 0; c < derivative.Channels; c++)
        {
            double[] own = DeriveStandardized(
                Centred(inputs[input], c), Array.ConvertAll(Difference(inputs, c), value => scale * value));
            for (int pixel = 0; pixel < own.Length; pixel++) derivative[pixel, c] = own[pixel];
        }
    }

    private static double[] Difference(IReadOnlyList<ReferenceTensor> inputs, int channel) =>
        [.. Standardized(inputs[0], channel).Zip(Standardized(inputs[1], channel), (student, teacher) => student - teacher)];

    private static double[] Standardized(ReferenceTensor features, int channel)
    {
        double[] centred = Centred(features, channel);
        double divisor = Deviation(centred) + Epsilon;
        return Array.ConvertAll(centred, value => value / divisor);
    }

    /// <summary>The derivative by x, from that by its standardised value.</summary>
    private static double[] DeriveStandardized(double[] centred, double[] derivative)
    {
        double deviation = Deviation(centred), divisor = deviation + Epsilon, mean = derivative.Average();
        if (deviation <= Epsilon) return new double[centred.Length];
        double product = centred.Zip(derivative, (left, right) => left * right).Average();
        double along = product / (deviation * divisor);
        return [.. derivative.Zip(centred, (value, x) => (value - mean - along * x) / divisor)];
    }

    private static double[] Centred(ReferenceTensor features, int channel)
    {
        double[] values = [.. Enumerable.Range(0, features.Pixels).Select(pixel => features[pixel, channel])];
        double mean = values.Average();
        return Array.ConvertAll(values, value => value - mean);
    }

    private static double Deviation(double[] centred) => Math.Sqrt(centred.Average(value => value * value));
}
