using Fusion.Training;
using MathNet.Numerics.LinearAlgebra;
using Complex = System.Numerics.Complex;

namespace Fusion.Samples.Gallery;

/// <summary>Eight microphones, real and imaginary parts, to one signal: <c>y = hᴴ·x</c>.</summary>
[FusedNetwork(16)]
public partial class Beamformer
{
    [Tap("Microphones"), Linear(2, Bias = false), Tap("Signal")]   Layer beam;
}

/// <summary>What the microphones hear, against what the signal is: the beam in closed form.</summary>
[DistillationAlignment(typeof(Beamformer), nameof(Beamformer.Microphones), typeof(Beamformer), nameof(Beamformer.Signal), Batch = 1)]
public partial class BeamFit;

/// <summary>
/// A source ahead, a louder one beside it, and noise in every microphone. Delay and sum points at the source; least squares over known
/// snapshots also turns a null towards the other (Van Trees, "Optimum Array Processing", 2002).
/// </summary>
public static class Beamforming
{
    private const int Microphones = 8, Snapshots = 4096;
    private const double Source = 10, Other = 32, OtherPower = 4, NoisePower = 0.25;

    public static Exhibit Exhibit { get; } = new(
        "beamforming", "a beam learned in closed form against delay and sum: signal-to-noise before and after",
        "with a to the source and R of all else, delay and sum has M²/(aᴴ·R·a), and no beam more than aᴴ·R⁻¹·a", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(2);
        Vector<Complex> ahead = Steering(Source), beside = Steering(Other);
        Matrix<Complex> rest = OtherPower * beside.ToColumnMatrix() * beside.Conjugate().ToRowMatrix()
            + NoisePower * Matrix<Complex>.Build.DenseIdentity(Microphones);

        (float[] signal, float[] heard, float[] other) = Hear(chance, ahead, beside);
        using var fit = BeamFit.Start(seed: 1);
        fit.FitLeastSquares([.. heard.Zip(other, (s, n) => s + n)], signal);
        float[] learned = new float[2 * 2 * Microphones];
        fit.GetParameter(fit.Info.Parameters[0].Name, learned);

        (_, heard, other) = Hear(chance, ahead, beside);
        float[] delayed = Weights(ahead / Microphones);
        double one = 1 / (OtherPower + NoisePower);
        findings.Agree("signal to all else in one microphone, dB", Direct.Decibels(one), Direct.Decibels(Power(heard) / Power(other)), 0.3);
        Agree("delay and sum", delayed, Microphones * Microphones / ahead.ConjugateDotProduct(rest * ahead).Real);
        Agree("learned", learned, ahead.ConjugateDotProduct(rest.Inverse() * ahead).Real);
        findings.Picture(plot =>
        {
            Add("delay and sum", delayed);
            Add("learned in closed form", learned);
            plot.Add.VerticalLine(Source).LegendText = "source";
            plot.Add.VerticalLine(Other).LegendText = "the louder other";
            plot.Title("What a beam lets through");
            plot.XLabel("angle, °");
            plot.YLabel("dB");
            plot.Axes.SetLimitsY(-60, 5);
            plot.ShowLegend();

            void Add(string name, float[] weights)
            {
                double[] angles = [.. Enumerable.Range(-90, 181).Select(angle => (double)angle)];
                var line = plot.Add.ScatterLine(angles,
                    [.. angles.Select(angle => Direct.Decibels(Power(Beam(weights, Reals(Steering(angle))))))]);
                line.LegendText = name;
                line.LineWidth = 2;
            }
        });

        void Agree(string name, float[] weights, double ratio)
        {
            float[] passed = Beam(weights, heard), left = Beam(weights, other);
            findings.Agree($"{name}, dB", Direct.Decibels(ratio), Direct.Decibels(Power(passed) / Power(left)), 0.3);
            findings.Agree($"{name}, signal", Product(weights, heard), passed);
        }
    }

    /// <summary>Half a wavelength between the microphones: what a wave from an angle is in each.</summary>
    private static Vector<Complex> Steering(double angle) => Vector<Complex>.Build.Dense(
        Microphones, m => Complex.FromPolarCoordinates(1, Math.PI * m * Math.Sin(angle * Math.PI / 180)));

    private static (float[] Signal, float[] Heard, float[] Other) Hear(Chance chance, Vector<Complex> ahead, Vector<Complex> beside)
    {
        List<float> signal = [], heard = [], other = [];
        for (int i = 0; i < Snapshots; i++)
        {
            Complex source = Gaussian(1), loud = Gaussian(OtherPower);
            signal.AddRange([(float)source.Real, (float)source.Imaginary]);
            heard.AddRange(Reals(ahead * source));
            other.AddRange(Reals((beside * loud).Map(x => x + Gaussian(NoisePower))));
        }
        return ([.. signal], [.. heard], [.. other]);

        Complex Gaussian(double power) => new Complex(chance.Normal(), chance.Normal()) * Math.Sqrt(power / 2);
    }

    private static float[] Reals(Vector<Complex> values) => [.. values.SelectMany(x => (float[])[(float)x.Real, (float)x.Imaginary])];

    /// <summary><c>hᴴ·x</c> in real numbers: [real and imaginary part, channels].</summary>
    private static float[] Weights(Vector<Complex> h) =>
        [.. h.SelectMany(x => (float[])[(float)x.Real, (float)x.Imaginary]),
            .. h.SelectMany(x => (float[])[(float)-x.Imaginary, (float)x.Real])];

    private static float[] Beam(float[] weights, float[] heard)
    {
        var state = new StateDict();
        state.Add("beam.weight", [2, 2 * Microphones], weights);
        using var network = Beamformer.Load(state);
        float[] result = new float[heard.Length / Microphones];
        network.Run(heard, result);
        return result;
    }

    private static double[] Product(float[] weights, float[] heard) => [.. heard.Chunk(2 * Microphones).SelectMany(x => (double[])[
        x.Zip(weights, (a, b) => (double)a * b).Sum(), x.Zip(weights.Skip(x.Length), (a, b) => (double)a * b).Sum()])];

    /// <summary>The mean of |x|².</summary>
    private static double Power(float[] values) => 2 * values.Average(value => (double)value * value);
}
