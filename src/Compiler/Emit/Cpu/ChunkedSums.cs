using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints how a tile with long sums adds them up: the accumulators hold a chunk at a time, and totals in double precision lie on the stack,
/// as many as a register tile has values. Prints nothing for other tiles.
/// </summary>
/// <param name="isLong">Whether the tile's sums are long.</param>
/// <param name="accumulators">The tile's accumulators in order.</param>
public sealed class ChunkedSums(CpuContext context, CodeWriter writer, bool isLong, IReadOnlyList<string> accumulators)
{
    private int Lanes => context.Set.Lanes;

    /// <summary>Declares the memory, once for all tiles.</summary>
    public void Declare()
    {
        if (isLong) writer.Line($"double* totals = stackalloc double[{accumulators.Count * Lanes}];");
    }

    /// <summary>Moves what the accumulators start with, the bias, to the totals.</summary>
    public void Start()
    {
        if (!isLong) return;
        writer.Line($"new global::System.Span<double>(totals, {accumulators.Count * Lanes}).Clear();");
        Fold();
    }

    /// <summary>Ends a chunk: adds it to the totals, and begins the next with zeros.</summary>
    public void Fold()
    {
        if (!isLong) return;
        writer.Comment("The chunk's sums are added to the totals.");
        for (int i = 0; i < accumulators.Count; i++)
        {
            writer.Line($"{context.Functions.Call("Fold", "totals" + KernelText.Offset(i * Lanes), accumulators[i])};");
            writer.Line($"{accumulators[i]} = {context.Code.Zero};");
        }
    }

    /// <summary>Brings the totals back, rounded, for the epilogue.</summary>
    public void Finish()
    {
        if (!isLong) return;
        for (int i = 0; i < accumulators.Count; i++)
            writer.Line($"{accumulators[i]} = {context.Functions.Call("Folded", "totals" + KernelText.Offset(i * Lanes))};");
    }

    /// <summary>Opens a loop around one that runs until <paramref name="end"/>: each time it goes so many terms further.</summary>
    /// <param name="pointer">What the inner loop moves on.</param>
    /// <param name="step">How far it moves with each term.</param>
    /// <returns>Until where the inner loop runs.</returns>
    public string OpenChunk(string pointer, string end, string step)
    {
        if (!isLong) return end;
        writer.Open("do");
        string chunk = step == "1" ? CodeWriter.Number(LongSums.DepthChunk) : KernelText.Times(step, LongSums.DepthChunk);
        writer.Line($"float* chunkEnd = {pointer} + Math.Min({chunk}, {end} - {pointer});");
        return "chunkEnd";
    }

    public void CloseChunk(string pointer, string end)
    {
        if (!isLong) return;
        Fold();
        writer.Close($" while ({pointer} < {end});");
    }
}
