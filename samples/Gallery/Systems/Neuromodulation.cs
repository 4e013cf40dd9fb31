namespace Fusion.Samples.Gallery;

/// <summary>Neurons that are tuned to directions, 180 directions at once, and a context that sets their gains.</summary>
[FusedNetwork]
public partial class ModulatedNeurons
{
    [Linear(12), Relu]                       Layer tuning;
    [Linear(6), Relu, Linear(12), Sigmoid]   Layer gain;

    Tensor Forward([Shape(180, 2)] Tensor directions, [Shape(4)] Tensor context) => tuning(directions) * gain(context);
}

/// <summary>
/// A context turns neurons up and down without saying what they stand for: the tuning keeps its place and its width, and only its height
/// changes, as attention does it in the visual cortex (McAdams and Maunsell, "Effects of Attention on Orientation-Tuning Functions", 1999).
/// </summary>
public static class Neuromodulation
{
    private const int Directions = 180, Neurons = 12;

    public static Exhibit Exhibit { get; } = new(
        "neuromodulation", "a context vector sets the gains of tuned neurons",
        "r(s, c) = g(c)·f(s): between two contexts a neuron's response changes by g(c₂)/g(c₁) at every stimulus", Show);

    private static void Show(Findings findings)
    {
        StateDict weights = Weights();
        float[] directions = [.. Enumerable.Range(0, Directions)
            .SelectMany(i => (float[])[(float)Math.Cos(Angle(i)), (float)Math.Sin(Angle(i))])];
        float[] calm = [1, 0, 0, 0.5f], alert = [0, 1, 0.5f, 0];
        using var network = ModulatedNeurons.Load(weights);
        float[] inCalm = Run(calm), inAlert = Run(alert);

        double[] tuned = Array.ConvertAll(Direct.Linear(weights, "tuning", Direct.Doubles(directions), 2), Direct.Relu);
        findings.Agree("responses in the first context", Direct.Scale(tuned, Gain(calm)), inCalm);
        findings.Agree("responses in the second", Direct.Scale(tuned, Gain(alert)), inAlert);
        double[] ratio = [.. Gain(alert).Zip(Gain(calm), (a, c) => a / c)];
        findings.Agree("the first's times g(c₂)/g(c₁) are the second's", Direct.Scale(Direct.Doubles(inCalm), ratio), inAlert);
        findings.Agree(
            "preferred directions in the second context, of the formula without any", [.. Preferred(tuned)],
            [.. Preferred(Direct.Doubles(inAlert)).Select(i => (float)i)], 0);
        findings.Picture(plot =>
        {
            Add(inCalm, "one context", ScottPlot.Colors.SteelBlue);
            Add(inAlert, "another", ScottPlot.Colors.OrangeRed);
            plot.Title("Three neurons in two contexts");
            plot.XLabel("direction, °");
            plot.YLabel("response");
            plot.ShowLegend();

            void Add(float[] responses, string context, ScottPlot.Color color)
            {
                for (int neuron = 1; neuron < Neurons; neuron += 4)
                {
                    double[] curve = [.. Enumerable.Range(0, Directions).Select(i => (double)responses[i * Neurons + neuron])];
                    var line = plot.Add.ScatterLine([.. Enumerable.Range(0, Directions).Select(i => 2.0 * i)], curve, color);
                    line.LegendText = neuron == 1 ? context : "";
                }
            }
        });

        float[] Run(float[] context)
        {
            float[] responses = new float[Directions * Neurons];
            network.Run(directions, context, responses);
            return responses;
        }

        double[] Gain(float[] context)
        {
            double[] inner = Array.ConvertAll(Direct.Linear(weights, "gain.0", Direct.Doubles(context), 4), Direct.Relu);
            return Array.ConvertAll(Direct.Linear(weights, "gain.2", inner, inner.Length), Direct.Sigmoid);
        }
    }

    private static double Angle(int i) => 2 * Math.PI * i / Directions;

    /// <summary>The direction at which each neuron answers most.</summary>
    private static IEnumerable<double> Preferred(double[] responses) => Enumerable.Range(0, Neurons).Select(
        n => (double)Enumerable.Range(0, Directions).MaxBy(i => responses[i * Neurons + n]));

    /// <summary>Random gains; neurons whose directions are spread evenly: <c>relu(cos(s − sₙ) − ½)</c>.</summary>
    private static StateDict Weights()
    {
        StateDict random = NetworkWeights.Initialize(ModulatedNeurons.Description, seed: 4);
        var weights = new StateDict();
        foreach (WeightTensor tensor in random.Tensors.Where(tensor => tensor.Name.StartsWith("gain", StringComparison.Ordinal)))
            weights.Add(tensor.Name, tensor.Dimensions, tensor.Values.ToArray());
        weights.Add("tuning.weight", [Neurons, 2], [.. Enumerable.Range(0, Neurons).SelectMany(n =>
            (float[])[(float)Math.Cos(Angle(15 * n + 3)), (float)Math.Sin(Angle(15 * n + 3))])]);
        weights.Add("tuning.bias", [Neurons], [.. Enumerable.Repeat(-0.5f, Neurons)]);
        return weights;
    }
}
