namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The register tile of a convolution's microkernel: MR pixels × NV vectors of output channels.</summary>
public sealed record Tile(int Pixels, int Vectors)
{
    public override string ToString() => $"{Pixels}x{Vectors}v";
}

/// <summary>Pixels split into near-equal tiles of at most two sizes: first <see cref="LargeCount"/> of <see cref="Large"/>, then
/// <see cref="SmallCount"/> of <see cref="Small"/>.</summary>
public sealed record TileSplit(int Large, int LargeCount, int Small, int SmallCount)
{
    public static TileSplit Near(int pixels, int most)
    {
        int tiles = (pixels + most - 1) / most;
        int small = pixels / tiles, rest = pixels % tiles;
        return rest == 0 ? new TileSplit(small, tiles, 0, 0) : new TileSplit(small + 1, rest, small, tiles - rest);
    }

    /// <summary>The tile sizes that occur, largest first, with how often.</summary>
    public IEnumerable<(int Pixels, int Count)> Parts
    {
        get
        {
            if (LargeCount > 0) yield return (Large, LargeCount);
            if (SmallCount > 0) yield return (Small, SmallCount);
        }
    }
}

/// <summary>Which register tiles fit, and what they cost. The only place that knows the register budget.</summary>
public static class TileTable
{
    /// <summary>More vectors than this only lengthen the generated text.</summary>
    private const int MostPixels = 14;

    /// <summary>The most pixels of a tile that is <paramref name="vectors"/> wide; 0 where none fits.</summary>
    public static int MostPixelsOf(InstructionSet set, int vectors, WeightStorage storage = WeightStorage.Float32)
    {
        // Of two vectors of weights that share their words, a mask takes the second out. The JIT keeps it in a register.
        int masks = storage == WeightStorage.BFloat16 && vectors > 1 ? 1 : 0;
        // A single row of accumulators takes its weights straight from memory. Otherwise: the weights' vectors, and one for the
        // broadcast pixel; with 32 registers the broadcast is folded into the multiply-add.
        int best = vectors < set.Registers ? 1 : 0;
        for (int pixels = 2; pixels <= MostPixels; pixels++)
            if (pixels * vectors + vectors + 1 + masks <= set.Registers) best = pixels;
        return best;
    }

    /// <summary>
    /// Whether the innermost loop has a general register for one more pointer. Three pixels share one; the epilogue's pointers are used
    /// outside of the loop only, but the JIT keeps them in registers all the same.
    /// </summary>
    /// <param name="pixels">The tile's.</param>
    /// <param name="pointers">The epilogue's, without the output.</param>
    public static bool HasPointerLeft(int pixels, int pointers) => (pixels + 2) / 3 + pointers <= 6;

    /// <summary>Cycles for one step over k: bound by two multiply-adds a cycle, by the loads, and by the latency of a chain of
    /// additions.</summary>
    public static double CyclesPerStep(InstructionSet set, int pixels, int vectors) =>
        Math.Max(pixels * vectors / 2.0, Math.Max((pixels + vectors) / (double)set.LoadsPerCycle, Latency));

    /// <summary>Cycles to start a tile, take it through its epilogue and store it.</summary>
    public static double Overhead(int pixels, int vectors) => 12 + 1.5 * pixels * vectors;

    private const double Latency = 4;
}
