namespace Fusion.Samples.Gallery;

/// <summary>A bank of filters, the power in each, and gates from the mean over time.</summary>
[FusedNetwork(8192, 1)]
public partial class MeanOfPower
{
    [Conv(32, 256, Stride = 128, Padding = 0, Bias = false)]      Layer bank;
    [SqueezeExcite(Channels = 16, Bias = false, TapGate = true)]   Layer se;

    Tensor Forward(Tensor wave)
    {
        Tensor waves = bank(wave);
        (Tensor cosines, Tensor sines) = (Slice(waves, 0, 16), Slice(waves, 16, 16));
        return se(Square(cosines) + Square(sines));
    }
}

/// <summary>The same with gates from the greatest power.</summary>
[FusedNetwork(8192, 1)]
public partial class MostPower
{
    [Conv(32, 256, Stride = 128, Padding = 0, Bias = false)]                                 Layer bank;
    [SqueezeExcite(Channels = 16, Bias = false, TapGate = true, Pool = GlobalPoolMode.Max)]   Layer se;

    Tensor Forward(Tensor wave)
    {
        Tensor waves = bank(wave);
        (Tensor cosines, Tensor sines) = (Slice(waves, 0, 16), Slice(waves, 16, 16));
        return se(Square(cosines) + Square(sines));
    }
}

/// <summary>A quiet tone that lasts, and a loud one that is short: which of the two a gate prefers depends on how it squeezes.</summary>
public static class Tones
{
    private const int Length = 8192, Window = 256, Hop = 128, Bands = 16, QuietBand = 4, LoudBand = 11;
    private const double Quiet = 0.25, Loud = 1;

    public static Exhibit Exhibit { get; } = new(
        "tones", "a lasting quiet tone against a short loud one, squeezed by the mean and by the greatest value",
        "the mean of the power is A²/4 times the share of the time, so what lasts wins; the greatest is A²/4, so what is loud wins", Show);

    private static void Show(Findings findings)
    {
        var weights = Weights();
        float[] wave = Wave();
        double[] power = Power(weights["bank.weight"], wave);
        int frames = power.Length / Bands;
        double[] mean = Direct.Mean(power, Bands), most = new double[Bands];
        for (int i = 0; i < power.Length; i++) most[i % Bands] = Math.Max(most[i % Bands], power[i]);

        float[] result = new float[power.Length];
        using (MeanOfPower network = MeanOfPower.Load(weights))
        using (MeanOfPower.Tapped taps = network.RunTapped(wave, result))
        {
            findings.Agree("power times gates by the mean", Direct.Scale(power, Direct.Gate(weights, "se", mean)), result);
            Prefers("mean", taps.Se_Gate.ToArray(), mean, QuietBand);
        }
        using (MostPower network = MostPower.Load(weights))
        using (MostPower.Tapped taps = network.RunTapped(wave, result))
        {
            findings.Agree("power times gates by the greatest", Direct.Scale(power, Direct.Gate(weights, "se", most)), result);
            Prefers("greatest", taps.Se_Gate.ToArray(), most, LoudBand);
        }
        findings.Agree("mean power of the quiet tone, A²/4", Quiet * Quiet / 4, mean[QuietBand], 1e-3);
        findings.Agree("greatest power of the loud tone, A²/4", Loud * Loud / 4, most[LoudBand], 1e-3);
        findings.Picture(plot =>
        {
            double[,] picture = new double[Bands, frames];
            for (int i = 0; i < power.Length; i++) picture[Bands - 1 - i % Bands, i / Bands] = Direct.Decibels(power[i] + 1e-5);
            plot.Add.Heatmap(picture);
            plot.Title("Power of each band over time, dB: a quiet tone that lasts, a loud one that is short");
            plot.XLabel("frame");
            plot.YLabel("band");
        });

        void Prefers(string how, float[] gates, double[] squeezed, int band)
        {
            int other = QuietBand + LoudBand - band;
            findings.Agree($"gates by the {how}", Direct.Gate(weights, "se", squeezed), gates);
            findings.Claim(
                $"by the {how}, the {(band == QuietBand ? "quiet" : "loud")} tone's gate is {gates[band]:0.###}, the other's " +
                $"{gates[other]:0.###}",
                gates[band] > gates[other] && Array.IndexOf(gates, gates.Max()) == band);
        }
    }

    /// <summary>Windows of Hann with a whole number of waves, of which the gain for a wave in the middle of its band is ½; gates that grow
    /// with the squeezed.</summary>
    private static StateDict Weights()
    {
        float[] bank = new float[2 * Bands * Window], one = new float[Bands * Bands], steep = new float[Bands * Bands];
        for (int band = 0; band < Bands; band++)
        {
            (one[band * Bands + band], steep[band * Bands + band]) = (1, 20);
            for (int t = 0; t < Window; t++)
            {
                double hann = (1 - Math.Cos(2 * Math.PI * t / Window)) / Window, angle = Wave(band, t);
                bank[band * Window + t] = (float)(hann * Math.Cos(angle));
                bank[(Bands + band) * Window + t] = (float)(hann * Math.Sin(angle));
            }
        }
        var weights = new StateDict();
        weights.Add("bank.weight", [2 * Bands, 1, Window], bank);
        weights.Add("se.fc1.weight", [Bands, Bands, 1, 1], one);
        weights.Add("se.fc2.weight", [Bands, Bands, 1, 1], steep);
        return weights;
    }

    private static double Wave(int band, int t) => 2 * Math.PI * (4 * band + 8) * t / Window;

    private static float[] Wave() => [.. Enumerable.Range(0, Length).Select(t => (float)(
        Quiet * Math.Sin(Wave(QuietBand, t)) + (t is >= 4096 and < 4096 + 384 ? Loud * Math.Sin(Wave(LoudBand, t)) : 0)))];

    private static double[] Power(WeightTensor bank, float[] wave)
    {
        var power = new double[((Length - Window) / Hop + 1) * Bands];
        for (int i = 0; i < power.Length; i++)
        {
            double cosine = 0, sine = 0;
            for (int t = 0; t < Window; t++)
            {
                double value = wave[i / Bands * Hop + t];
                cosine += bank.Values[i % Bands * Window + t] * value;
                sine += bank.Values[(Bands + i % Bands) * Window + t] * value;
            }
            power[i] = cosine * cosine + sine * sine;
        }
        return power;
    }
}
