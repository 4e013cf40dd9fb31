using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>How <see cref="AttentionTransfer"/> reduces.</summary>
public enum AttentionReduction
{
    /// <summary>The mean of <c>(Q_s − Q_t)²</c> over the N·H·W positions, as in the authors' code, which weighs it with 1000.</summary>
    MeanSquare,

    /// <summary>The mean of the distances <c>‖Q_s − Q_t‖</c> over the N samples, as in the paper.</summary>
    Distance,
}

/// <summary>
/// Attention transfer (arXiv 1612.03928). The map Q of a sample is, at each position, the mean of the squares over the channels,
/// divided by the length of the whole map, which is at least 1e-12, as in PyTorch's <c>normalize</c>; a map that is no longer has no
/// derivative. Where the maps are the same, the derivative of their distance is 0. Inputs: the student's features (N, …, C) and the
/// teacher's (N, …, C'), whose channels need not agree: there is no connector.
/// </summary>
public sealed record AttentionTransfer(AttentionReduction Reduction = AttentionReduction.MeanSquare) : Loss
{
    public override IEnumerable<(string Name, object Value)> Properties => [("reduction", Reduction.ToString())];

    protected override void Check(IReadOnlyList<Shape> inputs)
    {
        LossRule.SamePositions(Kind, Exactly(2, inputs)[0], inputs[1]);
        LossRule.SeveralPositions(Kind, inputs[0], "every map of attention is 1");
    }

    public override double Value(IReadOnlyList<ReferenceTensor> inputs)
    {
        int samples = inputs[0].Shape.Dimensions[0];
        double sum = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            double distance = UnitVector.Length(Difference(inputs, sample));
            sum += Reduction == AttentionReduction.Distance ? distance : distance * distance;
        }
        return sum / (Reduction == AttentionReduction.Distance ? samples : inputs[0].Pixels);
    }

    public override void Derive(IReadOnlyList<ReferenceTensor> inputs, int input, ReferenceTensor derivative)
    {
        int samples = derivative.Shape.Dimensions[0], positions = derivative.Pixels / samples, sign = input == 0 ? 1 : -1;
        for (int sample = 0; sample < samples; sample++)
        {
            double[] difference = Difference(inputs, sample);
            double distance = UnitVector.Length(difference);
            double scale = Reduction == AttentionReduction.MeanSquare ? 2.0 / derivative.Pixels
                : distance == 0 ? 0 : 1 / (distance * samples);
            double[] map = UnitVector.Derive(
                Map(inputs[input], sample), Array.ConvertAll(difference, value => sign * scale * value));
            for (int i = 0; i < positions; i++)
            {
                int pixel = sample * positions + i;
                for (int c = 0; c < derivative.Channels; c++)
                    derivative[pixel, c] = map[i] * 2 * inputs[input][pixel, c] / derivative.Channels;
            }
        }
    }

    private static double[] Difference(IReadOnlyList<ReferenceTensor> inputs, int sample) =>
        [.. UnitVector.Of(Map(inputs[0], sample)).Zip(UnitVector.Of(Map(inputs[1], sample)), (student, teacher) => student - teacher)];

    /// <summary>The means of the squares.</summary>
    private static double[] Map(ReferenceTensor features, int sample)
    {
        double[] map = new double[features.Pixels / features.Shape.Dimensions[0]];
        for (int i = 0; i < map.Length; i++)
        {
            int pixel = sample * map.Length + i;
            for (int c = 0; c < features.Channels; c++) map[i] += features[pixel, c] * features[pixel, c] / features.Channels;
        }
        return map;
    }
}
