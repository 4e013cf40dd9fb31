using Fusion.Training;

namespace Fusion.Samples.Gallery;

/// <summary>Colour and depth side by side from the beginning.</summary>
[FusedNetwork]
public partial class EarlyFusion
{
    [Conv(12, 1), Relu]   Layer hidden;
    [Conv(1, 1)]          Layer score;

    Tensor Forward([Shape(16, 16, 3)] Tensor colour, [Shape(16, 16, 1)] Tensor depth) => score(hidden(Concat(colour, depth)));
}

/// <summary>A network for each, and a sum at the end.</summary>
[FusedNetwork]
public partial class LateFusion
{
    [Conv(12, 1), Relu]         Layer colours;
    [Conv(12, 1), Relu]         Layer depths;
    [Conv(1, 1)]                Layer colourScore;
    [Conv(1, 1, Bias = false)]  Layer depthScore;

    Tensor Forward([Shape(16, 16, 3)] Tensor colour, [Shape(16, 16, 1)] Tensor depth) =>
        colourScore(colours(colour)) + depthScore(depths(depth));
}

[Training(typeof(EarlyFusion), Batch = 4), BinaryCrossEntropy, Adam]
public partial class EarlyTraining;

[Training(typeof(LateFusion), Batch = 4), BinaryCrossEntropy, Adam]
public partial class LateTraining;

/// <summary>
/// A pixel counts if it is red and near, or blue and far. A sum of a score of colour and one of depth is right for three of the four kinds
/// at most (Minsky and Papert, "Perceptrons", 1969); a layer that reads both knows all four.
/// </summary>
public static class DepthFusion
{
    private const int Pixels = 16 * 16, Batch = 4;

    public static Exhibit Exhibit { get; } = new(
        "rgbd", "colour and depth, fused early and late",
        "early: W·[c; d] = Wc·c + Wd·d before the activation; late: a(c) + b(d) cannot tell all four kinds of a XOR, 3/4 at most", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(3);
        using var early = EarlyTraining.Start(seed: 1);
        using var late = LateTraining.Start(seed: 1);
        for (int step = 0; step < 300; step++)
        {
            (float[] colour, float[] depth, float[] target) = Example(chance, Batch);
            early.Step(colour, depth, target, learningRate: 0.02f);
            late.Step(colour, depth, target, learningRate: 0.02f);
        }

        (float[] colours, float[] depths, float[] wanted) = Example(chance, 16);
        float[] earlyScores = new float[wanted.Length], lateScores = new float[wanted.Length];
        using (EarlyFusion network = EarlyFusion.Load(early.Weights())) network.Run(colours, depths, earlyScores);
        using (LateFusion network = LateFusion.Load(late.Weights())) network.Run(colours, depths, lateScores);
        findings.Agree("early scores, from the sum Wc·c + Wd·d", Early(early.Weights(), colours, depths), earlyScores);
        findings.Agree("late scores", Late(late.Weights(), colours, depths), lateScores);
        findings.Agree("right pixels with early fusion", 1, Right(earlyScores), 0.02);
        double most = MostOfFourKinds(wanted, colours, depths);
        findings.Claim($"right pixels with late fusion: {Right(lateScores):0.###}, of {most:0.###} at most", Right(lateScores) <= most);

        double Right(float[] scores) => scores.Zip(wanted, (score, target) => score > 0 == target > 0.5f).Average(right => right ? 1.0 : 0);
    }

    /// <summary>All but the rarest kind: an additive score is wrong for one of the four.</summary>
    private static double MostOfFourKinds(float[] wanted, float[] colours, float[] depths)
    {
        var kinds = Enumerable.Range(0, wanted.Length).GroupBy(i => (colours[3 * i] > colours[3 * i + 2], depths[i] > 0));
        return 1 - (double)kinds.Min(kind => kind.Count()) / wanted.Length;
    }

    private static (float[] Colour, float[] Depth, float[] Target) Example(Chance chance, int images)
    {
        int pixels = images * Pixels;
        float[] colour = new float[3 * pixels], depth = new float[pixels], target = new float[pixels];
        for (int i = 0; i < pixels; i++)
        {
            bool isRed = chance.Below(2) == 0, isFar = chance.Below(2) == 0;
            // Two kinds that lie apart for certain: noise has bounds.
            double noise = 0.3 * (chance.Uniform() - 0.5);
            (colour[3 * i], colour[3 * i + 1], colour[3 * i + 2]) =
                ((float)((isRed ? 1 : 0) + noise), (float)chance.Uniform(), (float)((isRed ? 0 : 1) + noise));
            depth[i] = (float)((isFar ? 1 : -1) * (0.5 + chance.Uniform()));
            target[i] = isRed != isFar ? 1 : 0;
        }
        return (colour, depth, target);
    }

    private static double[] Early(StateDict weights, float[] colours, float[] depths)
    {
        WeightTensor weight = weights["hidden.weight"], bias = weights["hidden.bias"];
        double[] hidden = new double[depths.Length * 12];
        for (int i = 0; i < hidden.Length; i++)
        {
            int pixel = i / 12, o = i % 12;
            double ofColour = 0, ofDepth = (double)weight.Values[4 * o + 3] * depths[pixel];
            for (int c = 0; c < 3; c++) ofColour += (double)weight.Values[4 * o + c] * colours[3 * pixel + c];
            hidden[i] = Direct.Relu(ofColour + ofDepth + bias.Values[o]);
        }
        return Direct.Linear(weights, "score", hidden, 12);
    }

    private static double[] Late(StateDict weights, float[] colours, float[] depths)
    {
        double[] ofColour = Array.ConvertAll(Direct.Linear(weights, "colours", Direct.Doubles(colours), 3), Direct.Relu);
        double[] ofDepth = Array.ConvertAll(Direct.Linear(weights, "depths", Direct.Doubles(depths), 1), Direct.Relu);
        return [.. Direct.Linear(weights, "colourScore", ofColour, 12)
            .Zip(Direct.Linear(weights, "depthScore", ofDepth, 12), (colour, depth) => colour + depth)];
    }
}
