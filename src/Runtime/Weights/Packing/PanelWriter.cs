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
    /// <param name="parts">Where the weights come from: each part the next slice of all output channels.</param>
    /// <param name="first">Its first output channel.</param>
    /// <param name="count">Its output channels, padding left out.</param>
    /// <param name="narrow">Whether the weights are rounded to <see cref="BFloat16"/>.</param>
    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(
        float* weights, float* biases, int width, int inputs, int taps, ReadOnlySpan<PartSource> parts, int first, int count, bool narrow)
    {
        WriteBiases(biases, width, parts, first, count);

        int block = Math.Max(1, BlockFloats / (taps * width));
        for (int from = 0; from < inputs; from += block)
        {
            int to = Math.Min(inputs, from + block);
            for (int o = first, next; o < first + count; o = next)
            {
                PartSource part = Part(parts, o);
                next = Math.Min(part.End, first + count);
                part.WriteColumns(weights + (o - first), width, o, next - o, from, to, narrow);
            }
            for (int t = 0; count < width && t < taps; t++)
                for (int i = from; i < to; i++)
                    new Span<float>(weights + ((long)t * inputs + i) * width + count, width - count).Clear();
        }
    }

    /// <summary>Fills a panel's biases, and zeroes its padding.</summary>
    public static void WriteBiases(float* biases, int width, ReadOnlySpan<PartSource> parts, int first, int count)
    {
        for (int o = first, next; o < first + count; o = next)
        {
            PartSource part = Part(parts, o);
            next = Math.Min(part.End, first + count);
            part.WriteBiases(biases + (o - first), o, next - o);
        }
        if (count < width) new Span<float>(biases + count, width - count).Clear();
    }

    /// <summary>The part that an output channel belongs to.</summary>
    public static PartSource Part(ReadOnlySpan<PartSource> parts, int output)
    {
        int index = 0;
        while (output >= parts[index].End) index++;
        return parts[index];
    }
}
