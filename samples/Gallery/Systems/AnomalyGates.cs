namespace Fusion.Samples.Gallery;

/// <summary>Random features of a texture, and gates from their means. Nothing is trained.</summary>
[FusedNetwork(16, 16, 2)]
public partial class TextureGates
{
    [Conv(24, 3), Relu]                              Layer features;
    [SqueezeExcite(Reduction = 2, TapGate = true)]   Layer se;
}

/// <summary>
/// Gates say in a few numbers what there is in a picture. Those of a picture that is not as the others lie far from their mean: by the
/// distance, in units of each gate's deviation, or by the divergence of Kullback and Leibler between gates taken as probabilities.
/// </summary>
public static class AnomalyGates
{
    private const int Side = 16, Inputs = 2, Features = 24, Normal = 150, Tested = 100;

    public static Exhibit Exhibit { get; } = new(
        "anomaly", "pictures that are not as the others, found by the gates",
        "the area under the ROC curve is the probability that an odd picture scores higher than a usual one (Mann and Whitney)", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(9);
        StateDict weights = NetworkWeights.Initialize(TextureGates.Description, seed: 3);
        using var network = TextureGates.Load(weights);
        float[][] usual = [.. Enumerable.Range(0, Normal).Select(_ => Gates(network, Picture(chance, isOdd: false)))];
        float[] mean = Of(g => g.Average()), deviation = Of(g => Math.Sqrt(g.Average(x => x * x) - g.Average() * g.Average()));

        float[][] pictures = [.. Enumerable.Range(0, 2 * Tested).Select(i => Picture(chance, isOdd: i >= Tested))];
        float[][] gates = [.. pictures.Select(picture => Gates(network, picture))];
        double[][] exact = [.. pictures.Select(picture => Direct.Gate(weights, "se", Squeezed(weights, picture)))];
        findings.Agree("gates of all pictures", [.. exact.SelectMany(g => g)], [.. gates.SelectMany(g => g)]);

        double[] distances = Score(gates, Distance), divergences = Score(gates, Divergence);
        Compare("distance", distances, Score([.. exact.Select(Floats)], Distance));
        Compare("divergence", divergences, Score([.. exact.Select(Floats)], Divergence));
        findings.Picture(plot =>
        {
            foreach ((string name, double[] scores) in new[] { ("distance", distances), ("divergence", divergences) })
            {
                (double[] wrong, double[] right) = Roc(scores);
                var curve = plot.Add.ScatterLine(wrong, right);
                curve.LegendText = $"{name}, area {Area(wrong, right):0.000}";
                curve.LineWidth = 2;
            }
            plot.Title("Odd pictures found by their gates");
            plot.XLabel("usual pictures that are taken for odd");
            plot.YLabel("odd pictures found");
            plot.ShowLegend(ScottPlot.Alignment.LowerRight);
        });

        float[] Of(Func<IEnumerable<double>, double> statistic) =>
            [.. Enumerable.Range(0, Features).Select(c => (float)statistic(usual.Select(g => (double)g[c])))];

        double Distance(float[] g) => Math.Sqrt(g.Select((x, c) => Math.Pow((x - (double)mean[c]) / deviation[c], 2)).Sum());

        double Divergence(float[] g) => g.Select((x, c) =>
            x * Math.Log((double)x / mean[c]) + (1 - (double)x) * Math.Log((1 - (double)x) / (1 - (double)mean[c]))).Sum();

        void Compare(string name, double[] scores, double[] exactScores)
        {
            (double[] wrong, double[] right) = Roc(scores);
            findings.Agree($"area under the ROC curve by {name}", Probability(exactScores), Area(wrong, right), 1e-3);
            findings.Claim($"by {name}, {100 * Area(wrong, right):0.#} % of pairs are told apart", Area(wrong, right) > 0.85);
        }
    }

    private static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static double[] Score(float[][] gates, Func<float[], double> score) => [.. gates.Select(score)];

    /// <summary>How often an odd picture scores higher than a usual one, of all pairs.</summary>
    private static double Probability(double[] scores) =>
        scores[Tested..].Average(odd => scores[..Tested].Average(usual => odd > usual ? 1.0 : 0));

    /// <summary>The curve, from the highest threshold to the lowest.</summary>
    private static (double[] Wrong, double[] Right) Roc(double[] scores)
    {
        List<double> wrong = [0], right = [0];
        foreach (int i in Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]))
        {
            wrong.Add(wrong[^1] + (i < Tested ? 1.0 / Tested : 0));
            right.Add(right[^1] + (i < Tested ? 0 : 1.0 / Tested));
        }
        return ([.. wrong], [.. right]);
    }

    private static double Area(double[] x, double[] y) =>
        Enumerable.Range(1, x.Length - 1).Sum(i => (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2);

    private static float[] Gates(TextureGates network, float[] picture)
    {
        using TextureGates.Tapped taps = network.RunTapped(picture, new float[Side * Side * Features]);
        return taps.Se_Gate.ToArray();
    }

    /// <summary>Stripes of a random phase, in two colours; in odd pictures a part of them lies across.</summary>
    private static float[] Picture(Chance chance, bool isOdd)
    {
        double phase = 6 * chance.Uniform();
        int left = chance.Below(9), top = chance.Below(9);
        var picture = new float[Side * Side * Inputs];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                bool isAcross = isOdd && x >= left && x < left + 8 && y >= top && y < top + 8;
                double wave = Math.Sin(phase + 1.2 * (isAcross ? y : x));
                for (int c = 0; c < Inputs; c++)
                    picture[(y * Side + x) * Inputs + c] = (float)((c == 0 ? wave : -wave) + 0.4 * chance.Normal());
            }
        }
        return picture;
    }

    /// <summary>The means of the features by the formula of the convolution.</summary>
    private static double[] Squeezed(StateDict weights, float[] picture)
    {
        ReadOnlySpan<float> weight = weights["features.weight"].Values, bias = weights["features.bias"].Values;
        var mean = new double[Features];
        for (int i = 0; i < Side * Side * Features; i++)
        {
            int o = i % Features, x = i / Features % Side, y = i / Features / Side;
            double sum = bias[o];
            for (int tap = 0; tap < 9; tap++)
            {
                (int row, int column) = (y + tap / 3 - 1, x + tap % 3 - 1);
                if (row is < 0 or >= Side || column is < 0 or >= Side) continue;
                for (int c = 0; c < Inputs; c++)
                    sum += (double)weight[(o * Inputs + c) * 9 + tap] * picture[(row * Side + column) * Inputs + c];
            }
            mean[o] += Direct.Relu(sum) / (Side * Side);
        }
        return mean;
    }
}
