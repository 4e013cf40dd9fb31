using MathNet.Numerics.LinearAlgebra;

namespace Fusion.Samples.Gallery;

/// <summary>One gate for a whole video.</summary>
[FusedNetwork(32, 6, 6, 8)]
public partial class JointVideo
{
    [SqueezeExcite(Reduction = 2, TapGate = true)]   Layer se;
}

/// <summary>A gate for each frame.</summary>
[FusedNetwork(32, 6, 6, 8)]
public partial class FrameVideo
{
    [SqueezeExcite(Reduction = 2, Axes = Axes.Height | Axes.Width, TapGate = true)]   Layer se;
}

/// <summary>Gates of frames that differ little from one to the next.</summary>
[FusedNetwork(32, 6, 6, 8)]
public partial class SmoothVideo
{
    [Linear(4), Relu, Linear(8), Sigmoid]   Layer gate;

    Tensor Forward(Tensor video)
    {
        Tensor gates = Tap(Smooth(gate(Mean(video, Axes.Height | Axes.Width)), 4));
        return video * gates;
    }
}

/// <summary>
/// A video that flickers. A joint gate sees nothing of it, gates of the frames follow all of it, and smoothed ones what lasts: they solve a
/// tridiagonal system in time.
/// </summary>
public static class VideoGates
{
    private const int Frames = 32, Pixels = 6 * 6, Channels = 8;
    private const double Lambda = 4;

    public static Exhibit Exhibit { get; } = new(
        "video", "gates of a video: joint, per frame, and smoothed over the frames",
        "the g with the least Σ‖g(t) − ĝ(t)‖² + λ·Σ‖g(t) − g(t−1)‖² solves (I + λ·L)·g = ĝ, L with 2 (at the ends 1) and −1", Show);

    private static void Show(Findings findings)
    {
        StateDict weights = NetworkWeights.Initialize(SmoothVideo.Description, seed: 1), named = Named(weights);
        float[] video = Video(new Chance(16)), gated = new float[video.Length];
        double[] x = Direct.Doubles(video);
        double[][] frames = [.. x.Chunk(Pixels * Channels).Select(frame => Direct.Gate(named, "se", Direct.Mean(frame, Channels)))];
        Matrix<double> perFrame = Matrix<double>.Build.DenseOfRowArrays(frames), smoothed = InTime().Solve(perFrame);
        double[] joint = Direct.Gate(named, "se", Direct.Mean(x, Channels));

        float[] frameGates, smoothGates;
        using (JointVideo network = JointVideo.Load(named)) network.Run(video, gated);
        findings.Agree("joint", Direct.Scale(x, joint), gated);
        using (FrameVideo network = FrameVideo.Load(named))
        using (FrameVideo.Tapped taps = network.RunTapped(video, gated)) frameGates = taps.Se_Gate.ToArray();
        findings.Agree("per frame", Gated(x, perFrame), gated);
        using (SmoothVideo network = SmoothVideo.Load(weights))
        using (SmoothVideo.Tapped taps = network.RunTapped(video, gated)) smoothGates = taps.Gates.ToArray();
        findings.Agree("smoothed", Gated(x, smoothed), gated);
        findings.Agree("gates per frame", perFrame.Transpose().ToColumnMajorArray(), frameGates);
        findings.Agree("gates smoothed", smoothed.Transpose().ToColumnMajorArray(), smoothGates);

        Matrix<double> measured = Rows(smoothGates);
        findings.Agree("how much they flicker, Σ‖g(t) − g(t−1)‖², per frame", Flicker(perFrame), Flicker(Rows(frameGates)), 1e-4);
        findings.Agree("and smoothed", Flicker(smoothed), Flicker(measured), 1e-4);
        double least = Cost(measured), mean = Cost(Matrix<double>.Build.Dense(Frames, Channels, (_, c) => perFrame.Column(c).Average()));
        findings.Claim(
            $"what is to be small is {least:0.###}, with the gates of the frames {Cost(perFrame):0.###}, with their mean {mean:0.###}",
            least < Cost(perFrame) && least < mean);
        findings.Picture(plot =>
        {
            double[] times = [.. Enumerable.Range(0, Frames).Select(t => (double)t)];
            plot.Add.ScatterLine(times, [.. Enumerable.Repeat(joint[0], Frames)]).LegendText = "joint";
            plot.Add.ScatterLine(times, [.. perFrame.Column(0)]).LegendText = "per frame";
            plot.Add.ScatterLine(times, [.. measured.Column(0)]).LegendText = "smoothed";
            plot.Title("The gate of a channel over the frames of a video");
            plot.XLabel("frame");
            plot.ShowLegend();
        });

        double Cost(Matrix<double> gates) => Math.Pow((gates - perFrame).FrobeniusNorm(), 2) + Lambda * Flicker(gates);
    }

    private static Matrix<double> Rows(float[] gates) => Matrix<double>.Build.Dense(Frames, Channels, (t, c) => gates[t * Channels + c]);

    private static double Flicker(Matrix<double> gates) =>
        Enumerable.Range(1, Frames - 1).Sum(t => Math.Pow((gates.Row(t) - gates.Row(t - 1)).L2Norm(), 2));

    /// <summary><c>I + λ·L</c>.</summary>
    private static Matrix<double> InTime() => Matrix<double>.Build.Dense(Frames, Frames, (t, s) => Math.Abs(t - s) switch
    {
        0 => 1 + Lambda * (t is 0 or Frames - 1 ? 1 : 2),
        1 => -Lambda,
        _ => 0,
    });

    private static double[] Gated(double[] video, Matrix<double> gates) =>
        [.. video.Select((value, i) => value * gates[i / (Pixels * Channels), i % Channels])];

    /// <summary>The same weights under the names that gates have.</summary>
    private static StateDict Named(StateDict weights)
    {
        var named = new StateDict();
        foreach ((string from, string to) in new[] { ("gate.0", "se.fc1"), ("gate.2", "se.fc2") })
        {
            WeightTensor weight = weights[from + ".weight"];
            named.Add(to + ".weight", [.. weight.Dimensions, 1, 1], weight.Values.ToArray());
            named.Add(to + ".bias", weights[from + ".bias"].Dimensions, weights[from + ".bias"].Values.ToArray());
        }
        return named;
    }

    /// <summary>Half-way something else comes into the picture; the light flickers all the time.</summary>
    private static float[] Video(Chance chance)
    {
        var video = new float[Frames * Pixels * Channels];
        double[] before = [.. chance.Normals(Channels).Select(value => (double)value)], after = [.. before.Select(value => -value)];
        for (int t = 0; t < Frames; t++)
        {
            double light = 1 + 0.6 * chance.Normal();
            for (int i = 0; i < Pixels * Channels; i++)
                video[t * Pixels * Channels + i] = (float)(light * (t < Frames / 2 ? before : after)[i % Channels] + 0.3 * chance.Normal());
        }
        return video;
    }
}
