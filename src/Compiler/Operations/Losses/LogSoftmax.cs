using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The logarithm of the softmax, which losses share. Its greatest value is taken off first, so that nothing overflows.</summary>
internal static class LogSoftmax
{
    /// <summary>Over the channels of one position.</summary>
    /// <param name="temperature">Divides the logits.</param>
    public static double[] Of(ReferenceTensor logits, int pixel, double temperature = 1)
    {
        double[] values = new double[logits.Channels];
        for (int c = 0; c < values.Length; c++) values[c] = logits[pixel, c] / temperature;
        return Of(values);
    }

    public static double[] Of(double[] logits)
    {
        double total = Sum(logits);
        return Array.ConvertAll(logits, value => value - total);
    }

    /// <summary><c>log Σ exp(x)</c>.</summary>
    public static double Sum(double[] logits)
    {
        double greatest = logits.Max();
        return greatest + Math.Log(logits.Sum(value => Math.Exp(value - greatest)));
    }
}
