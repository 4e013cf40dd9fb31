using Fusion.Training;
using MathNet.Numerics.LinearAlgebra;

namespace Fusion.Samples.Gallery;

/// <summary>A 1×1 convolution that may only turn.</summary>
[FusedNetwork(16, 16, 8)]
public partial class Turn
{
    [Conv(8, 1, Bias = false), Orthogonal]   Layer mix;
}

/// <summary>One that may do what it likes.</summary>
[FusedNetwork(16, 16, 8)]
public partial class Mix
{
    [Conv(8, 1, Bias = false)]   Layer mix;
}

[Training(typeof(Turn), Batch = 4), MeanSquaredError, Sgd]
public partial class TurnTraining;

[Training(typeof(Mix), Batch = 4), MeanSquaredError, Sgd]
public partial class MixTraining;

/// <summary>
/// Both learn a rotation from noisy examples. Least squares shrinks what it reads with noise, by 1/(1 + σ²), and fifty such layers leave
/// nothing of a signal; those that are orthogonal keep all of it.
/// </summary>
public static class OrthogonalMixing
{
    private const int Channels = 8, Pixels = 16 * 16, Batch = 4, Layers = 50;
    private const double Noise = 0.3;

    public static Exhibit Exhibit { get; } = new(
        "orthogonal", "an orthogonal 1x1 convolution keeps the norm of every pixel",
        "W·Wᵀ = I gives ‖W·x‖ = ‖x‖, through any number of layers", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(1);
        Matrix<double> rotation = Matrix<double>.Build.Dense(Channels, Channels, (_, _) => chance.Normal()).QR().Q;
        using var turning = TurnTraining.Start(seed: 1);
        using var mixing = MixTraining.Start(seed: 1);
        float[] inputs = new float[Batch * Pixels * Channels], targets = new float[inputs.Length];
        for (int step = 0; step < 60; step++)
        {
            Example(chance, rotation, inputs, targets);
            turning.Step(inputs, targets, learningRate: 1);
            mixing.Step(inputs, targets, learningRate: 1);
        }

        using var turn = Turn.Load(turning.Weights());
        using var mix = Mix.Load(mixing.Weights());
        float[] image = chance.Normals(Pixels * Channels), turned = new float[image.Length];
        turn.Run(image, turned);
        findings.Agree("the turned pixels", Direct.Linear(turning.Weights(), "mix", Direct.Doubles(image), Channels), turned);
        double[] norms = Norms(image);
        findings.Agree("norms of the pixels", norms, [.. Norms(turned).Select(norm => (float)norm)], 1e-6);
        findings.Agree($"all pixels' length behind {Layers} layers, as a part of that before", 1, Ratio(image, (x, y) => turn.Run(x, y)),
            1e-5);
        double shrinks = Math.Pow(1 / (1 + Noise * Noise), Layers);
        findings.Agree($"without the constraint, of least squares with noise {Noise}", shrinks, Ratio(image, (x, y) => mix.Run(x, y)),
            0.5 * shrinks);
    }

    private static void Example(Chance chance, Matrix<double> rotation, float[] inputs, float[] targets)
    {
        Vector<double> clean = Vector<double>.Build.Dense(Channels);
        for (int pixel = 0; pixel < inputs.Length / Channels; pixel++)
        {
            clean.MapInplace(_ => chance.Normal(), Zeros.Include);
            Vector<double> turned = rotation * clean;
            for (int c = 0; c < Channels; c++)
            {
                inputs[pixel * Channels + c] = (float)(clean[c] + Noise * chance.Normal());
                targets[pixel * Channels + c] = (float)turned[c];
            }
        }
    }

    private static double[] Norms(float[] image) =>
        [.. image.Chunk(Channels).Select(pixel => Math.Sqrt(pixel.Sum(value => (double)value * value)))];

    private static double Ratio(float[] image, Action<float[], float[]> layer)
    {
        float[] x = image;
        for (int i = 0; i < Layers; i++)
        {
            float[] y = new float[x.Length];
            layer(x, y);
            x = y;
        }
        return Math.Sqrt(x.Sum(value => (double)value * value) / image.Sum(value => (double)value * value));
    }
}
