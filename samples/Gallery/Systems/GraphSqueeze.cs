namespace Fusion.Samples.Gallery;

/// <summary>The nodes of a graph, and of twice the graph, with gates from the mean of the nodes.</summary>
#pragma warning disable FUS043 // Each call names the size.
[FusedNetwork(10, 16), FusedNetwork(20, 16)]
public partial class MeanSqueeze
{
    [SqueezeExcite(Reduction = 2, TapGate = true)]   Layer se;
}

/// <summary>With gates from their sum.</summary>
[FusedNetwork(10, 16), FusedNetwork(20, 16)]
public partial class SumSqueeze
{
    [SqueezeExcite(Reduction = 2, TapGate = true, Pool = GlobalPoolMode.Sum)]   Layer se;
}
#pragma warning restore FUS043

/// <summary>
/// Two copies of a molecule are the same substance, but twice as much of it. A mean cannot tell one from two, a sum can (Xu et al., "How
/// Powerful are Graph Neural Networks?", arXiv 1810.00826).
/// </summary>
public static class GraphSqueeze
{
    private const int Nodes = 10, Channels = 16;

    public static Exhibit Exhibit { get; } = new(
        "graph-squeeze", "squeeze-and-excitation on a graph, by mean and by sum, when the graph is doubled",
        "mean(G ∪ G) = mean(G), so the gates stay; sum(G ∪ G) = 2·sum(G), so they become σ(W₂·relu(2·W₁·s + b₁) + b₂)", Show);

    private static void Show(Findings findings)
    {
        float[] nodes = new Chance(6).Normals(Nodes * Channels, 0.5);
        float[] twice = [.. nodes, .. nodes];
        double[] mean = Direct.Mean(Direct.Doubles(nodes), Channels), sum = [.. mean.Select(value => Nodes * value)];
        StateDict weights = NetworkWeights.Initialize(MeanSqueeze.Description, seed: 1);

        float[] result = new float[nodes.Length], results = new float[twice.Length];
        using var byMean = MeanSqueeze.Load(weights);
        using var bySum = SumSqueeze.Load(weights);
        using (MeanSqueeze.Tapped taps = byMean.At(Nodes, Channels).RunTapped(nodes, result))
            findings.Agree("gates by the mean", Direct.Gate(weights, "se", mean), taps.Se_Gate.ToArray());
        using (MeanSqueeze.Tapped taps = byMean.At(2 * Nodes, Channels).RunTapped(twice, results))
            findings.Agree("the same of the double graph", Direct.Gate(weights, "se", mean), taps.Se_Gate.ToArray());
        using (SumSqueeze.Tapped taps = bySum.At(Nodes, Channels).RunTapped(nodes, result))
            findings.Agree("gates by the sum", Direct.Gate(weights, "se", sum), taps.Se_Gate.ToArray());
        double[] doubled = Direct.Gate(weights, "se", [.. sum.Select(value => 2 * value)]);
        using (SumSqueeze.Tapped taps = bySum.At(2 * Nodes, Channels).RunTapped(twice, results))
            findings.Agree("those of the double graph, of twice the sum", doubled, taps.Se_Gate.ToArray());
        double moved = doubled.Zip(Direct.Gate(weights, "se", sum), (a, b) => Math.Abs(a - b)).Max();
        findings.Claim($"the sum's gates move by up to {moved:0.##}", moved > 0.1);
    }
}
