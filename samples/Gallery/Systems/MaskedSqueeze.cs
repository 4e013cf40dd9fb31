using Fusion.Training;

namespace Fusion.Samples.Gallery;

/// <summary>Gates from a region of interest alone: the mean under a mask.</summary>
[FusedNetwork]
public partial class RegionOfInterest
{
    [Linear(4), Relu, Linear(8), Sigmoid]   Layer gate;

    (Tensor gated, Tensor squeezed) Forward([Shape(12, 12, 8)] Tensor picture, [Shape(12, 12, 1)] Tensor mask)
    {
        Tensor mean = GlobalAveragePool(picture, mask);
        return (picture * gate(mean), mean);
    }
}

/// <summary>A squeeze whose mask is trained.</summary>
[FusedNetwork(12, 12, 8)]
public partial class LearnedRegion
{
    [Parameter(12, 12, 1)]   Tensor mask;

    Tensor Forward(Tensor picture) => GlobalAveragePool(picture, mask);
}

[Training(typeof(LearnedRegion), Batch = 1), MeanSquaredError, Sgd]
public partial class LearnedRegionTraining;

/// <summary>
/// What lies outside of the mask has no say in the gates, nor has the mask's scale. Where the mask grows, the squeeze moves towards what is
/// there: its gradient is the pixel's distance from the mean.
/// </summary>
public static class MaskedSqueeze
{
    private const int Side = 12, Channels = 8, Pixels = Side * Side;

    public static Exhibit Exhibit { get; } = new(
        "masked", "a squeeze for a region of interest, and the gradient of its mask",
        "s = Σm·x / Σm knows nothing outside the mask and nothing of its scale; ∂s/∂m(p) = (x(p) − s) / Σm", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(11);
        StateDict weights = NetworkWeights.Initialize(RegionOfInterest.Description, seed: 1);
        using var network = RegionOfInterest.Load(weights);
        float[] picture = chance.Normals(Pixels * Channels);
        // A disc with a soft edge.
        float[] mask = [.. Enumerable.Range(0, Pixels).Select(p =>
            (float)Math.Clamp(4.5 - Math.Sqrt(Math.Pow(p / Side - 5, 2) + Math.Pow(p % Side - 6, 2)), 0, 1))];
        for (int i = 0; i < picture.Length; i++) picture[i] += mask[i / Channels] * (i % Channels < 4 ? 2 : -1);

        double[] mean = Mean(picture, mask);
        double[] inner = Array.ConvertAll(Direct.Linear(weights, "gate.0", mean, Channels), Direct.Relu);
        double[] gate = Array.ConvertAll(Direct.Linear(weights, "gate.2", inner, inner.Length), Direct.Sigmoid);
        (float[] gated, float[] squeezed) = Run(picture, mask);
        findings.Agree("the squeeze", mean, squeezed);
        findings.Agree("the gated picture", Direct.Scale(Direct.Doubles(picture), gate), gated);
        findings.Agree("the squeeze with three times the mask", mean, Run(picture, Array.ConvertAll(mask, m => 3 * m)).Squeezed);
        float[] other = [.. picture.Select((value, i) => mask[i / Channels] == 0 ? 100 * value : value)];
        findings.Agree("the squeeze with something else outside of the mask", mean, Run(other, mask).Squeezed);
        findings.Agree("the largest value of the squeeze with an empty mask", 0, Run(picture, new float[Pixels]).Squeezed.Max(Math.Abs), 0);
        Gradient(findings, picture, mask);
        Trained(findings, picture, mask, mean);

        (float[] Gated, float[] Squeezed) Run(float[] x, float[] m)
        {
            float[] y = new float[x.Length], s = new float[Channels];
            network.Run(x, m, y, s);
            return (y, s);
        }

        // By central differences of the network, one pixel of the mask after the other.
        void Gradient(Findings findings, float[] x, float[] m)
        {
            const float Step = 0.25f;
            var measured = new float[Pixels * Channels];
            for (int p = 0; p < Pixels; p++)
            {
                float[] above = Run(x, Moved(p, Step)).Squeezed, below = Run(x, Moved(p, -Step)).Squeezed;
                for (int c = 0; c < Channels; c++) measured[p * Channels + c] = (above[c] - below[c]) / (2 * Step);
            }
            double sum = m.Sum(value => (double)value);
            findings.Agree(
                "the gradient of the mask, by differences", [.. x.Select((value, i) => (value - mean[i % Channels]) / sum)], measured,
                1e-3);

            float[] Moved(int pixel, float step)
            {
                float[] moved = [.. m];
                moved[pixel] += step;
                return moved;
            }
        }
    }

    /// <summary>A step of plain gradient descent at rate 1 is the gradient.</summary>
    private static void Trained(Findings findings, float[] picture, float[] mask, double[] mean)
    {
        var weights = new StateDict();
        weights.Add("mask", [Side, Side, 1], mask);
        using var training = LearnedRegionTraining.Start(weights);
        training.Step(picture, new float[Channels], learningRate: 1);
        float[] step = [.. mask.Zip(training.Weights()["mask"].Values.ToArray(), (before, after) => before - after)];
        double sum = mask.Sum(value => (double)value);
        double[] gradient = [.. Enumerable.Range(0, Pixels).Select(p =>
            Enumerable.Range(0, Channels).Sum(c => 2 * mean[c] / Channels * (picture[p * Channels + c] - mean[c]) / sum))];
        findings.Agree("the gradient of Σs²/C with respect to the mask, by a step of training", gradient, step, 1e-4);
    }

    private static double[] Mean(float[] picture, float[] mask)
    {
        var mean = new double[Channels];
        double sum = mask.Sum(value => (double)value);
        for (int i = 0; i < picture.Length; i++) mean[i % Channels] += (double)picture[i] * mask[i / Channels] / sum;
        return mean;
    }
}
