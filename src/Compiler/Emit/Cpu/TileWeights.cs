namespace Fusion.Compiler.Emit.Cpu;

/// <summary>One vector of weights at one step over k.</summary>
/// <param name="Pair">The line that loads this vector together with the next one; null where there is none.</param>
/// <param name="Value">The vector.</param>
public sealed record TileWeights(string? Pair, string Value)
{
    /// <summary>
    /// The vectors of a panel. Weights of 16 bits lie as <c>WeightPacker.BFloat16</c> says: two vectors in the halves of one, so that
    /// widening takes one instruction for each, and half as many loads.
    /// </summary>
    /// <param name="pointer">Where the panel is read: <c>w</c>, or <c>w1</c> and so on of panels beside it.</param>
    /// <param name="offset">Weights from there to the first vector.</param>
    public static IEnumerable<TileWeights> Of(VectorCode code, bool isNarrow, string pointer, int vectors, int offset, string suffix)
    {
        for (int n = 0; n < vectors; n++)
        {
            string at = pointer + KernelText.Offset(offset + n * code.Set.Lanes),
            pair = $"{(pointer.Length > 1 ? pointer + "Pair" : "p")}{n / 2}{suffix}";
            yield return !isNarrow ? new TileWeights(null, code.Load(at))
                : n % 2 == 1 ? new TileWeights(null, code.UpperHalves(pair))
                : n == vectors - 1 ? new TileWeights(null, code.LoadNarrow(at))
                : new TileWeights($"{code.BitsType} {pair} = {code.LoadBits(at)};", code.LowerHalves(pair));
        }
    }
}
