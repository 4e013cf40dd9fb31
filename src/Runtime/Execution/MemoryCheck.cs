using Fusion.Runtime;

namespace Fusion;

/// <summary>
/// Refuses memory that a run would change while it still reads it. Kernels write outputs before all inputs are read, except where the
/// compiler has found the opposite: see <see cref="Binding.InPlaceOf"/>.
/// </summary>
internal static unsafe class MemoryCheck
{
    /// <param name="variant">The size that runs; names the spans.</param>
    /// <param name="bindings">The inputs in order, then the outputs in order.</param>
    /// <param name="batch">The samples that each of them holds.</param>
    /// <returns>Whether an output lies where an input does.</returns>
    /// <exception cref="ArgumentException">An output overlaps another output, or an input in a way in which it may not.</exception>
    public static bool Check(NetworkVariant variant, ReadOnlySpan<Binding> bindings, int batch)
    {
        int inputs = variant.Inputs.Count;
        bool isInPlace = false;
        for (int output = inputs; output < bindings.Length; output++)
        {
            for (int other = 0; other < output; other++)
            {
                if (!Overlap(bindings[other], bindings[output], batch)) continue;
                bool mayReplace = other < inputs && MayReplace(bindings[output], bindings[other], other, batch);
                if (!mayReplace || bindings[other].Pointer != bindings[output].Pointer)
                    throw Failure(variant, bindings, other, output, mayReplace);
                isInPlace = true;
            }
        }
        return isInPlace;
    }

    private static bool Overlap(Binding first, Binding second, int batch) =>
        (byte*)first.Pointer < (byte*)second.Pointer + second.BytesPerSample * batch
        && (byte*)second.Pointer < (byte*)first.Pointer + first.BytesPerSample * batch;

    /// <summary>In a batch, a sample's output must not reach the inputs of the samples behind it, which are still to be read.</summary>
    private static bool MayReplace(Binding output, Binding input, int index, int batch) =>
        index < 64 && (output.InPlaceOf >> index & 1) != 0 && (batch == 1 || output.BytesPerSample <= input.BytesPerSample);

    private static ArgumentException Failure(NetworkVariant variant, ReadOnlySpan<Binding> bindings, int other, int output, bool mayReplace)
    {
        int inputs = variant.Inputs.Count;
        string first = other < inputs ? variant.Inputs[other].Name : variant.Outputs[other - inputs].Name;
        string second = variant.Outputs[output - inputs].Name;
        string reason = other >= inputs ? "each output needs memory of its own"
            : mayReplace ? $"{second} may lie where {first} lies only from the same element on"
            : MayReplace(bindings[output], bindings[other], other, batch: 1)
            ? $"in a batch, {second}, with more bytes for each sample, would be written over samples of {first} that are still to be read"
            : $"this network still reads {first} when it writes {second}, which needs memory of its own";
        return new ArgumentException($"{first} and {second} overlap in memory: {reason}.", second);
    }
}
