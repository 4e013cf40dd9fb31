using Fusion.Training;

namespace Fusion.Samples.Gallery;

/// <summary>A step of a flow along a line that makes nothing and moves nothing as a whole.</summary>
[FusedNetwork(512, 1)]
public partial class LawfulStep
{
    [DepthwiseConv(7, Bias = false), Conserve(1), Conserve(0, A = [-3, -2, -1, 0, 1, 2, 3])]   Layer step;
}

/// <summary>The same without laws.</summary>
[FusedNetwork(512, 1)]
public partial class LawlessStep
{
    [DepthwiseConv(7, Bias = false)]   Layer step;
}

[Training(typeof(LawfulStep), Batch = 2), MeanSquaredError, Sgd]
public partial class LawfulTraining;

[Training(typeof(LawlessStep), Batch = 2), MeanSquaredError, Sgd]
public partial class LawlessTraining;

/// <summary>
/// A stencil of diffusion is learned from noisy measurements. Taps whose sum is 1 keep the mass, and taps whose first moment is 0 keep its
/// centre, step after step; what is off by a little in a step is off by much after 300.
/// </summary>
public static class ConservationLaw
{
    private const int Length = 512, Steps = 300;

    public static Exhibit Exhibit { get; } = new(
        "conservation", "a learned step of diffusion keeps mass and centre by constraints on its weights",
        "with Σw = 1 and Σk·w = 0, mass and centre stay for ever, and the variance grows by Σk²·w in each step", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(5);
        using var lawful = LawfulTraining.Start(seed: 1);
        using var lawless = LawlessTraining.Start(seed: 1);
        for (int i = 0; i < 40; i++)
        {
            float[] before = chance.Normals(2 * Length), after = new float[before.Length];
            for (int p = 0; p < after.Length; p++)
                after[p] = (float)(0.25 * At(before, p, -1) + 0.5 * before[p] + 0.25 * At(before, p, 1) + 0.05 * chance.Normal());
            lawful.Step(before, after, learningRate: 0.2f);
            lawless.Step(before, after, learningRate: 0.2f);
        }

        float[] taps = lawful.Weights()["step.weight"].Values.ToArray();
        float[] start = [.. Enumerable.Range(0, Length).Select(x => (float)Math.Exp(-Math.Pow((x - 230) / 6.0, 2) / 2))];
        float[] end, drifted, once = new float[Length];
        using (LawfulStep step = LawfulStep.Load(lawful.Weights()))
        {
            step.Run(start, once);
            end = Flow(start, (x, y) => step.Run(x, y));
        }
        using (LawlessStep step = LawlessStep.Load(lawless.Weights())) drifted = Flow(start, (x, y) => step.Run(x, y));

        findings.Agree("one step", Stencil(taps, start), once);
        findings.Agree($"mass after {Steps} steps", Mass(start), Mass(end), 1e-4 * Mass(start));
        findings.Agree("its centre", Centre(start), Centre(end), 1e-2);
        double grown = Variance(start) + Steps * taps.Select((w, k) => (double)w * (k - 3) * (k - 3)).Sum();
        findings.Agree("its variance", grown, Variance(end), 1e-3 * grown);
        double off = Math.Abs(Mass(drifted) / Mass(start) - 1);
        findings.Claim($"without the constraints the mass is {100 * off:0.#} % off", off > 0.02);
        findings.Picture(plot =>
        {
            plot.Add.Signal(start).LegendText = "at the beginning";
            plot.Add.Signal(end).LegendText = $"after {Steps} steps, with the laws";
            plot.Add.Signal(drifted).LegendText = "without";
            plot.Title("Diffusion that was learned from noisy steps");
            plot.ShowLegend();
        });
    }

    /// <summary>A neighbour in the same sample, and 0 beyond its ends.</summary>
    private static float At(float[] values, int place, int offset) =>
        place + offset >= 0 && (place + offset) / Length == place / Length && place + offset < values.Length ? values[place + offset] : 0;

    private static double[] Stencil(float[] taps, float[] values) =>
        [.. values.Select((_, p) => taps.Select((w, k) => (double)w * At(values, p, k - 3)).Sum())];

    private static float[] Flow(float[] start, Action<float[], float[]> step)
    {
        float[] now = start;
        for (int i = 0; i < Steps; i++)
        {
            float[] next = new float[Length];
            step(now, next);
            now = next;
        }
        return now;
    }

    private static double Mass(float[] values) => values.Sum(value => (double)value);

    private static double Centre(float[] values) => values.Select((value, x) => (double)value * x).Sum() / Mass(values);

    private static double Variance(float[] values)
    {
        double centre = Centre(values);
        return values.Select((value, x) => value * (x - centre) * (x - centre)).Sum() / Mass(values);
    }
}
