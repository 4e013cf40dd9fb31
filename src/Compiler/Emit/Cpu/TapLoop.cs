using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>A loop of a microkernel over taps that do not follow each other in memory. Its span and its jump are parameters of the
/// microkernel.</summary>
/// <param name="Count">Taps in the loop.</param>
/// <param name="Stride">Floats from one tap to the next.</param>
public sealed record TapLoop(string Name, int Count, long Stride)
{
    /// <summary>The loops of a filter, outermost first, over frames, rows and, where its taps are not one run, columns.</summary>
    public static IReadOnlyList<TapLoop> Of(PackedConvolution convolution, View input, bool overColumns)
    {
        var loops = new List<TapLoop>
        {
            new("frame", convolution.Kernel[0], (long)convolution.Dilation[0] * input.PlaneStride),
            new("row", convolution.Kernel[1], (long)convolution.Dilation[1] * input.RowStride),
        };
        if (overColumns) loops.Add(new("column", convolution.Kernel[2], (long)convolution.Dilation[2] * input.PixelStride));
        loops.RemoveAll(loop => loop.Count == 1);
        return loops;
    }

    /// <summary>The parameters of the loops, innermost first: how far a loop goes, and how far it jumps after what lies inside
    /// it.</summary>
    /// <param name="advanced">Floats that the innermost body moves on by itself.</param>
    public static IEnumerable<(string Name, long Value)> Sizes(IReadOnlyList<TapLoop> loops, long advanced)
    {
        foreach (TapLoop loop in loops.Reverse())
        {
            yield return (loop.Name + "Span", loop.Count * loop.Stride);
            yield return (loop.Name + "Jump", loop.Stride - advanced);
            advanced = loop.Count * loop.Stride;
        }
    }
}
