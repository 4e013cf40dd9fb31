namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>A loop over positions of a layer's result, and over the positions of its input that the first tap meets there.</summary>
/// <param name="InputStep">Floats from one position's input to the next one's.</param>
/// <param name="GradientStep">Likewise in the gradient of the result.</param>
public sealed record PositionLoop(int Count, long InputStep, long GradientStep);

/// <summary>
/// How the positions that a weight's gradient sums over are cut: into blocks that stay in the first-level cache while all weights pass
/// over them, and the blocks, in their order, into chunks. The sum of a chunk runs in one float, the chunks' sums are added in double
/// precision. The same for every instruction set, because the order is part of the result.
/// </summary>
/// <param name="Loops">Over frames, rows and columns, outermost first; those that follow each other in memory are one.</param>
/// <param name="Level">The loop that is cut. Those inside it are in each block as a whole.</param>
/// <param name="Size">Its steps in a block; the last block may have fewer.</param>
/// <param name="Chunks">Into how many the blocks are shared out.</param>
public sealed record PositionBlocks(EquatableArray<PositionLoop> Loops, int Level, int Size, int Chunks)
{
    /// <summary>The loops within a block.</summary>
    public IReadOnlyList<PositionLoop> Inner => [.. Loops.Skip(Level)];

    /// <summary>Blocks in one pass of the loop that is cut.</summary>
    public int BlocksPerPass => (Loops[Level].Count + Size - 1) / Size;

    public int Blocks => Loops.Take(Level).Aggregate(BlocksPerPass, (product, loop) => product * loop.Count);

    /// <summary>Positions of a full block.</summary>
    public int Positions => Loops.Skip(Level + 1).Aggregate(Size, (product, loop) => product * loop.Count);
}
