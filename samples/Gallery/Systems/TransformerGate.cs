using MathNet.Numerics;

namespace Fusion.Samples.Gallery;

/// <summary>The MLP of a Transformer block with gates for its hidden channels.</summary>
[FusedNetwork(24, 16)]
public partial class GatedMlp
{
    [Linear(64), Gelu]                               Layer up;
    [SqueezeExcite(Reduction = 4, TapGate = true)]   Layer se;
    [Linear(16)]                                     Layer down;

    Tensor Forward(Tensor tokens)
    {
        Tensor hidden = Tap(up(tokens));
        Tensor gated = Tap(se(hidden));
        return tokens + down(gated);
    }
}

/// <summary>A gate multiplies all of a channel, so it scales the channel's energy by its square.</summary>
public static class TransformerGate
{
    private const int Tokens = 24, Width = 16, Hidden = 64;

    public static Exhibit Exhibit { get; } = new(
        "transformer", "the MLP of a Transformer with squeeze-and-excitation",
        "a channel's energy over the tokens, Σh², scales by the square of its gate: Σ(g·h)² = g²·Σh²", Show);

    private static void Show(Findings findings)
    {
        float[] tokens = new Chance(7).Normals(Tokens * Width), result = new float[tokens.Length];
        StateDict weights = NetworkWeights.Initialize(GatedMlp.Description, seed: 2);
        double[] x = Direct.Doubles(tokens), hidden = Array.ConvertAll(Direct.Linear(weights, "up", x, Width), Gelu);
        double[] gate = Direct.Gate(weights, "se", Direct.Mean(hidden, Hidden));
        double[] down = Direct.Linear(weights, "down", Direct.Scale(hidden, gate), Hidden);

        using var network = GatedMlp.Load(weights);
        using GatedMlp.Tapped taps = network.RunTapped(tokens, result);
        findings.Agree("the block's result", [.. x.Zip(down, (a, b) => a + b)], result);
        findings.Agree("the gates", gate, taps.Se_Gate.ToArray());
        double[] before = Energy(hidden), expected = [.. before.Zip(gate, (energy, g) => g * g * energy)];
        double[] after = Energy(Direct.Doubles(taps.Gated.ToArray()));
        findings.Agree("the channels' energies behind the gates, g²·Σh²", expected, Array.ConvertAll(after, value => (float)value));
        findings.Agree("of channel 0, the part of its energy that is left", gate[0] * gate[0], after[0] / before[0], 1e-5);
    }

    private static double Gelu(double x) => x * (1 + SpecialFunctions.Erf(x / Math.Sqrt(2))) / 2;

    private static double[] Energy(double[] values)
    {
        var energy = new double[Hidden];
        for (int i = 0; i < values.Length; i++) energy[i % Hidden] += values[i] * values[i];
        return energy;
    }
}
