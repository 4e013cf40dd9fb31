namespace Fusion.Samples.Gallery;

/// <summary>A segmentation whose two regions have gates of their own: those of the foreground, and those of all else.</summary>
[FusedNetwork(16, 16, 6)]
public partial class SegmentedGates
{
    [Conv(1, 1), Sigmoid]                   Layer segment;
    [Linear(3), Relu, Linear(6), Sigmoid]   Layer front;
    [Linear(3), Relu, Linear(6), Sigmoid]   Layer back;

    (Tensor gated, Tensor mask) Forward(Tensor picture)
    {
        Tensor mask = segment(picture), rest = 1 - mask;
        Tensor ofFront = front(GlobalAveragePool(picture, mask));
        Tensor ofBack = back(GlobalAveragePool(picture, rest));
        return (picture * mask * ofFront + picture * rest * ofBack, mask);
    }
}

/// <summary>
/// An object before a background. One squeeze for the whole picture has the background decide how the object is seen; a squeeze for each
/// region does not.
/// </summary>
public static class RegionGates
{
    private const int Side = 16, Channels = 6, Pixels = Side * Side;

    public static Exhibit Exhibit { get; } = new(
        "regions", "gates of their own for foreground and background in a segmentation",
        "y = m·x·g(mean under m) + (1 − m)·x·h(mean under 1 − m): another background leaves the foreground as it is", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(12);
        StateDict weights = Weights();
        using var network = SegmentedGates.Load(weights);
        bool[] isFront = [.. Enumerable.Range(0, Pixels).Select(p => Math.Abs(p / Side - 6) + Math.Abs(p % Side - 8) < 6)];
        float[] first = Picture(chance, isFront, 1), second = Picture(chance, isFront, -2);
        // The same object before another background.
        for (int i = 0; i < second.Length; i++) if (isFront[i / Channels]) second[i] = first[i];

        (float[] gated, float[] mask) = Run(first);
        findings.Agree("the picture, each region by its gates", Formula(weights, first), gated);
        findings.Agree(
            "pixels that the segmentation has right", 1, isFront.Zip(mask, (front, m) => m > 0.5f == front ? 1.0 : 0).Average(), 0);
        (float[] before, _) = Run(second);
        findings.Agree("before another background", Formula(weights, second), before);
        double moved = Enumerable.Range(0, gated.Length).Where(i => isFront[i / Channels]).Max(i => Math.Abs(gated[i] - before[i]));
        findings.Agree("how far the foreground moves", 0, moved, 1e-3);
        double whole = Whole(first).Zip(Whole(second), (a, b) => Math.Abs(a - b)).Max();
        findings.Claim($"with one squeeze of the whole picture the gates would move by up to {whole:0.##}", whole > 0.1);

        double[] Whole(float[] picture) => Gate(weights, "front", Direct.Mean(Direct.Doubles(picture), Channels));

        (float[] Gated, float[] Mask) Run(float[] picture)
        {
            float[] y = new float[picture.Length], m = new float[Pixels];
            network.Run(picture, y, m);
            return (y, m);
        }
    }

    private static double[] Formula(StateDict weights, float[] picture)
    {
        double[] x = Direct.Doubles(picture), mask = Array.ConvertAll(Direct.Linear(weights, "segment", x, Channels), Direct.Sigmoid);
        double[] front = Gate(weights, "front", Mean(mask)), back = Gate(weights, "back", Mean(Array.ConvertAll(mask, m => 1 - m)));
        return [.. x.Select((value, i) =>
            value * (mask[i / Channels] * front[i % Channels] + (1 - mask[i / Channels]) * back[i % Channels]))];

        double[] Mean(double[] region)
        {
            var mean = new double[Channels];
            for (int i = 0; i < x.Length; i++) mean[i % Channels] += x[i] * region[i / Channels] / region.Sum();
            return mean;
        }
    }

    private static double[] Gate(StateDict weights, string name, double[] squeezed)
    {
        double[] inner = Array.ConvertAll(Direct.Linear(weights, name + ".0", squeezed, squeezed.Length), Direct.Relu);
        return Array.ConvertAll(Direct.Linear(weights, name + ".2", inner, inner.Length), Direct.Sigmoid);
    }

    /// <summary>The object is bright in channel 0, where the background is dark.</summary>
    private static float[] Picture(Chance chance, bool[] isFront, double background)
    {
        float[] picture = chance.Normals(Pixels * Channels, 0.3);
        for (int i = 0; i < picture.Length; i++)
        {
            if (i % Channels == 0) picture[i] = isFront[i / Channels] ? 2 : -2;
            else picture[i] += (float)(isFront[i / Channels] ? i % Channels - 3 : background);
        }
        return picture;
    }

    /// <summary>Random gates, and a segmentation that looks at channel 0.</summary>
    private static StateDict Weights()
    {
        StateDict random = NetworkWeights.Initialize(SegmentedGates.Description, seed: 2);
        var weights = new StateDict();
        foreach (WeightTensor tensor in random.Tensors)
            weights.Add(tensor.Name, tensor.Dimensions, tensor.Name == "segment.weight" ? [6, 0, 0, 0, 0, 0] : tensor.Values.ToArray());
        return weights;
    }
}
