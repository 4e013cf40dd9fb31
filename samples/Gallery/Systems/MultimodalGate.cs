namespace Fusion.Samples.Gallery;

/// <summary>One bottleneck reads what both modalities squeeze, and gates both (Joze et al., "MMTM", arXiv 1911.08670).</summary>
[FusedNetwork]
public partial class SharedBottleneck
{
    [Linear(8), Relu]       Layer joint;
    [Linear(12), Sigmoid]   Layer pictureGate;
    [Linear(6), Sigmoid]    Layer soundGate;

    (Tensor gatedPicture, Tensor gatedSound) Forward([Shape(8, 8, 12)] Tensor picture, [Shape(20, 6)] Tensor sound)
    {
        Tensor squeezed = joint(Concat(GlobalAveragePool(picture), GlobalAveragePool(sound)));
        return (picture * pictureGate(squeezed), sound * soundGate(squeezed));
    }
}

/// <summary>The picture's gate is bilinear in both (Kim et al., "Hadamard Product for Low-rank Bilinear Pooling", arXiv
/// 1610.04325).</summary>
[FusedNetwork]
public partial class BilinearGate
{
    [Linear(8, Bias = false)]    Layer ofPicture;
    [Linear(8, Bias = false)]    Layer ofSound;
    [Linear(12, Bias = false)]   Layer logits;

    (Tensor gatedPicture, Tensor gateLogits) Forward([Shape(8, 8, 12)] Tensor picture, [Shape(20, 6)] Tensor sound)
    {
        Tensor both = logits(ofPicture(GlobalAveragePool(picture)) * ofSound(GlobalAveragePool(sound)));
        return (picture * Sigmoid(both), both);
    }
}

/// <summary>
/// A picture and a sound gate each other. In the shared bottleneck each moves the other's gates; a bilinear gate asks for both at once: it
/// says nothing, ½, where one of them is silent.
/// </summary>
public static class MultimodalGate
{
    private const int Picture = 12, Sound = 6;

    public static Exhibit Exhibit { get; } = new(
        "multimodal", "a picture and a sound gate each other, by a shared bottleneck and bilinearly",
        "shared: g = σ(W·relu(U·[a; b])); bilinear: logits W·(U·a ∘ V·b) grow in proportion to each side, and are 0 without one", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(8);
        float[] picture = chance.Normals(8 * 8 * Picture), sound = chance.Normals(20 * Sound);
        for (int i = 0; i < sound.Length; i++) sound[i] += 1;
        for (int i = 0; i < picture.Length; i++) picture[i] += i % Picture < 6 ? 1 : -1;
        Shared(findings, picture, sound);
        Bilinear(findings, picture, sound);
    }

    private static void Shared(Findings findings, float[] picture, float[] sound)
    {
        StateDict weights = NetworkWeights.Initialize(SharedBottleneck.Description, seed: 1);
        double[] a = Direct.Doubles(picture), b = Direct.Doubles(sound);
        double[] Joint(double[] s) => Array.ConvertAll(
            Direct.Linear(weights, "joint", [.. Direct.Mean(a, Picture), .. Direct.Mean(s, Sound)], Picture + Sound), Direct.Relu);
        double[] Gate(string name, double[] joint) => Array.ConvertAll(Direct.Linear(weights, name, joint, joint.Length), Direct.Sigmoid);
        double[] heard = Gate("pictureGate", Joint(b)), silent = Gate("pictureGate", Joint(new double[b.Length]));

        float[] gatedPicture = new float[picture.Length], gatedSound = new float[sound.Length];
        using var network = SharedBottleneck.Load(weights);
        network.Run(picture, sound, gatedPicture, gatedSound);
        findings.Agree("shared bottleneck, picture", Direct.Scale(a, heard), gatedPicture);
        findings.Agree("shared bottleneck, sound", Direct.Scale(b, Gate("soundGate", Joint(b))), gatedSound);
        network.Run(picture, new float[sound.Length], gatedPicture, gatedSound);
        findings.Agree("the picture without the sound", Direct.Scale(a, silent), gatedPicture);
        double moved = heard.Zip(silent, (g, h) => Math.Abs(g - h)).Max();
        findings.Claim($"the sound moves the picture's gates by up to {moved:0.##}", moved > 0.05);
    }

    private static void Bilinear(Findings findings, float[] picture, float[] sound)
    {
        StateDict weights = NetworkWeights.Initialize(BilinearGate.Description, seed: 1);
        double[] a = Direct.Doubles(picture);
        double[] u = Direct.Linear(weights, "ofPicture", Direct.Mean(a, Picture), Picture);
        double[] v = Direct.Linear(weights, "ofSound", Direct.Mean(Direct.Doubles(sound), Sound), Sound);
        double[] expected = Direct.Linear(weights, "logits", [.. u.Zip(v, (p, q) => p * q)], u.Length);

        float[] result = new float[picture.Length], logits = new float[Picture];
        using var network = BilinearGate.Load(weights);
        network.Run(picture, sound, result, logits);
        findings.Agree("bilinear, picture", Direct.Scale(a, Array.ConvertAll(expected, Direct.Sigmoid)), result);
        network.Run(picture, Array.ConvertAll(sound, value => 3 * value), result, logits);
        findings.Agree("bilinear, logits of a sound three times as loud", [.. expected.Select(value => 3 * value)], logits);
        network.Run(picture, new float[sound.Length], result, logits);
        findings.Agree("bilinear, without a sound half of the picture is left", [.. a.Select(value => value / 2)], result, 1e-7);
    }
}
