using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>Fills one panel of a packed convolution.</summary>
internal static unsafe class PanelWriter
{
    /// <summary>Floats of the panel that are filled together: what stays in the first-level cache while its columns are written.</summary>
    private const int BlockFloats = 4096;

    /// <param name="weights">The panel: for each tap, for each input, <paramref name="width"/> floats.</param>
    /// <param name="biases">Its biases.</param>
    /// <param name="width">Its width, padding included.</param>
    /// <param name="inputs">Input channels of one group.</param>
    /// <param name="taps">The product of the kernel's sizes.</param>
    /// <param name="sources">For each of its output channels, where the weights come from.</param>
    /// <param name="first">Its first output channel.</param>
    /// <param name="narrow">Whether the weights are rounded to <see cref="BFloat16"/>.</param>
    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(
        float* weights, float* biases, int width, int inputs, int taps, ReadOnlySpan<PartSource> sources, int first, bool narrow)
    {
        for (int o = 0; o < width; o++) biases[o] = o < sources.Length ? (float)sources[o].Bias(first + o) : 0;

        int block = Math.Max(1, BlockFloats / (taps * width));
        for (int from = 0; from < inputs; from += block)
        {
            int to = Math.Min(inputs, from + block);
            for (int o = 0; o < sources.Length; o++) sources[o].WriteColumn(weights + o, width, first + o, from, to, narrow);
            for (int t = 0; sources.Length < width && t < taps; t++)
                for (int i = from; i < to; i++)
                    new Span<float>(weights + ((long)t * inputs + i) * width + sources.Length, width - sources.Length).Clear();
        }
    }
}
