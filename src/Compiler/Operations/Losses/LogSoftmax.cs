using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The logarithm of the softmax over the channels of one position, which losses share.</summary>
internal static class LogSoftmax
{
    /// <param name="temperature">Divides the logits.</param>
    public static double[] Of(ReferenceTensor logits, int pixel, double temperature = 1)
    {
        double[] values = new double[logits.Channels];
        for (int c = 0; c < values.Length; c++) values[c] = logits[pixel, c] / temperature;
        double greatest = values.Max(), sum = values.Sum(value => Math.Exp(value - greatest));
        for (int c = 0; c < values.Length; c++) values[c] -= greatest + Math.Log(sum);
        return values;
    }
}
