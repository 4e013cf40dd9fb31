using Fusion.Training;
using MathNet.Numerics.LinearAlgebra;
using ScottPlot;

namespace Fusion.Samples.Gallery;

/// <summary>200 bands to three channels, and back.</summary>
[FusedNetwork(24, 24, 200)]
public partial class SpectralCode
{
    [Conv(3, 1), Tap("Code")]   Layer encode;
    [Conv(200, 1)]              Layer decode;
}

[Training(typeof(SpectralCode), Batch = 1), MeanSquaredError, Adam]
public partial class SpectralTraining;

/// <summary>
/// Four materials, mixed in every pixel, with noise. The three channels that say most are the first principal components; a 1×1 convolution
/// that is trained to say as much comes near them and not further (Baldi and Hornik, "Neural networks and principal component analysis",
/// 1989).
/// </summary>
public static class Hyperspectral
{
    private const int Side = 24, Bands = 200, Code = 3;

    public static Exhibit Exhibit { get; } = new(
        "hyperspectral", "200 spectral bands to three channels by a 1x1 convolution, against principal components",
        "no linear code of three has a mean squared error below the sum of the covariance's eigenvalues from the fourth on", Show);

    private static void Show(Findings findings)
    {
        float[] cube = Cube(new Chance(4));
        double[] mean = Direct.Mean(Direct.Doubles(cube), Bands);
        Matrix<double> centred = Matrix<double>.Build.Dense(cube.Length / Bands, Bands, (p, b) => cube[p * Bands + b] - mean[b]);
        var spectrum = (centred.Transpose() * centred / centred.RowCount).Evd(Symmetricity.Symmetric);
        // From the smallest to the greatest.
        double least = spectrum.EigenValues.Take(Bands - Code).Sum(value => value.Real) / Bands;
        Matrix<double> components = spectrum.EigenVectors.SubMatrix(0, Bands, Bands - Code, Code);

        StateDict principal = Principal(components, Vector<double>.Build.Dense(mean));
        (double error, float[] code) = Run(principal, cube);
        findings.Agree("mean squared error of three principal components", least, error, 1e-4 * least);
        findings.Agree("their channels", [.. (centred * components).ToRowMajorArray()], code);

        // Around the mean, so that the first steps need not find it.
        float[] around = [.. centred.ToRowMajorArray().Select(value => (float)value)];
        using var training = SpectralTraining.Start(seed: 1);
        LearningRate rate = LearningRate.Cosine(from: 0.015f, to: 0.0002f, steps: 1600);
        while (training.StepCount < 1600) training.Step(around, around, rate.At(training.StepCount));
        (double trained, _) = Run(training.Weights(), around);
        findings.Claim(
            $"trained by Adam: {Findings.Digits(trained)}, no less than the components' {Findings.Digits(least)}, and at most 5 % more",
            trained >= least * (1 - 1e-4) && trained <= least * 1.05);
        findings.Picture(plot =>
        {
            for (int channel = 0; channel < Code; channel++)
            {
                double[,] picture = new double[Side, Side];
                for (int p = 0; p < Side * Side; p++) picture[p / Side, p % Side] = code[p * Code + Code - 1 - channel];
                var map = plot.Add.Heatmap(picture);
                map.Position = new CoordinateRect(channel * (Side + 2), channel * (Side + 2) + Side, 0, Side);
            }
            plot.Axes.SquareUnits();
            plot.HideAxesAndGrid();
            plot.Title("The three channels that say most of 200 bands");
        });
    }

    private static (double Error, float[] Code) Run(StateDict weights, float[] cube)
    {
        using var network = SpectralCode.Load(weights);
        float[] back = new float[cube.Length];
        using SpectralCode.Tapped taps = network.RunTapped(cube, back);
        return (cube.Zip(back, (a, b) => ((double)a - b) * ((double)a - b)).Average(), taps.Code.ToArray());
    }

    private static StateDict Principal(Matrix<double> components, Vector<double> mean)
    {
        var weights = new StateDict();
        weights.Add("encode.weight", [Code, Bands, 1, 1], Floats(components.ToColumnMajorArray()));
        weights.Add("encode.bias", [Code], Floats((-components.TransposeThisAndMultiply(mean)).ToArray()));
        weights.Add("decode.weight", [Bands, Code, 1, 1], Floats(components.ToRowMajorArray()));
        weights.Add("decode.bias", [Bands], Floats(mean.ToArray()));
        return weights;

        static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);
    }

    /// <summary>Materials with a bump each in their spectra, whose shares change slowly over the picture.</summary>
    private static float[] Cube(Chance chance)
    {
        double[] centres = [30, 80, 120, 170], widths = [15, 30, 10, 25];
        double[] phases = [.. centres.Select(_ => 6 * chance.Uniform())];
        var cube = new float[Side * Side * Bands];
        for (int i = 0; i < cube.Length; i++)
        {
            int band = i % Bands, x = i / Bands % Side, y = i / Bands / Side;
            double sum = 0.05 * chance.Normal();
            for (int m = 0; m < centres.Length; m++)
            {
                double share = 1 + Math.Sin(phases[m] + (m + 1) * 0.13 * x + (4 - m) * 0.11 * y);
                sum += share * Math.Exp(-Math.Pow((band - centres[m]) / widths[m], 2) / 2);
            }
            cube[i] = (float)sum;
        }
        return cube;
    }
}
