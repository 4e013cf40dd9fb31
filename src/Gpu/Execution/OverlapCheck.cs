using Fusion.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>
/// Refuses memory of the caller that a run would lose results in, or change before it is read. A run copies the inputs of as many samples
/// as the device computes at once, and then their outputs back: an output may lie where an input lies, unless it reaches inputs of samples
/// that are still to be copied. Two outputs need memory of their own.
/// </summary>
internal static unsafe class OverlapCheck
{
    /// <param name="variant">The size that runs; names the spans.</param>
    /// <param name="bindings">The inputs in order, then the outputs in order.</param>
    /// <param name="samples">The samples that each of them holds.</param>
    /// <param name="batch">The samples that are computed at once.</param>
    /// <exception cref="ArgumentException">An output overlaps another, or inputs that are still to be read.</exception>
    public static void Check(NetworkVariant variant, ReadOnlySpan<Binding> bindings, int samples, int batch)
    {
        int inputs = variant.Inputs.Count;
        for (int output = inputs; output < bindings.Length; output++)
        {
            string name = variant.Outputs[output - inputs].Name;
            for (int other = 0; other < output; other++)
            {
                if (other >= inputs)
                {
                    if (Overlap(bindings[other], 0, samples, bindings[output], samples))
                        throw OfOutputs(variant.Outputs[other - inputs].Name, name);
                }
                else if (WritesOver(bindings[other], bindings[output], samples, batch))
                    throw new ArgumentException(
                        $"{variant.Inputs[other].Name} and {name} overlap in memory: of {samples} samples, {batch} at a time, {name} would "
                        + $"be written over samples of {variant.Inputs[other].Name} that are still to be read.", name);
            }
        }
    }

    /// <summary>The refusal of one memory for two outputs.</summary>
    public static ArgumentException OfOutputs(string first, string second) =>
        new($"{first} and {second} overlap in memory: each output needs memory of its own.", second);

    /// <summary>Whether what has been written after some batch reaches the inputs of those behind it.</summary>
    private static bool WritesOver(Binding input, Binding output, int samples, int batch)
    {
        // Both ends move by the same from batch to batch, so that one of the first and the last is the nearest.
        int last = (samples - 1) / batch * batch;
        return last > 0 && (Overlap(input, batch, samples, output, batch) || Overlap(input, last, samples, output, last));
    }

    /// <summary>Whether the samples of one from some on meet the first samples of the other.</summary>
    private static bool Overlap(Binding one, long from, long to, Binding other, long count) =>
        (byte*)one.Pointer + one.BytesPerSample * from < (byte*)other.Pointer + other.BytesPerSample * count
        && (byte*)other.Pointer < (byte*)one.Pointer + one.BytesPerSample * to;
}
