namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>How a convolution is shared out: the tile, and into how many parts its depth is cut.</summary>
public sealed record GpuTiling(GpuTile Tile, int Splits)
{
    /// <summary>Parts are whole slices, so that there may be work for fewer.</summary>
    internal static int PartsWithWork(GpuTile tile, int depth, int splits)
    {
        int slices = (depth + tile.Depth - 1) / tile.Depth, slicesOfPart = (slices + splits - 1) / splits;
        return (slices + slicesOfPart - 1) / slicesOfPart;
    }
}

/// <summary>The tiles to choose from, and the choice.</summary>
public static class GpuTileTable
{
    /// <summary>Multiprocessors of the device that is planned for: those of an H100. Others run the same tiles.</summary>
    private const int Multiprocessors = 132;

    /// <summary>Multiply-adds of a multiprocessor in a cycle.</summary>
    private const int MultiplyAddsPerCycle = 128;

    /// <summary>Warps of a multiprocessor that hide each other's waiting.</summary>
    private const int WarpsWanted = 8;

    /// <summary>Cycles of one more kernel, which adds the parts of the depth: about 2 µs.</summary>
    private const int CyclesOfKernel = 3500;

    /// <summary>The least depth of a part: below, a tile waits for its first slice more than it computes.</summary>
    private const int LeastDepth = 128;

    private static readonly int[] s_splits = [1, 2, 3, 4, 6, 8];

    /// <summary>Tiles with the share of the peak that their inner loop can reach, from multiply-adds per load of shared memory.</summary>
    private static readonly (GpuTile Tile, double Efficiency)[] s_tiles =
    [
        (new GpuTile(128, 128, 8, 2, 8), 0.90),
        (new GpuTile(128, 64, 8, 1, 8), 0.80),
        (new GpuTile(64, 64, 4, 1, 16), 0.70),
        (new GpuTile(32, 64, 4, 1, 16), 0.65),
        (new GpuTile(64, 32, 4, 1, 16), 0.65),
        (new GpuTile(32, 32, 2, 1, 16), 0.45),
        (new GpuTile(128, 16, 4, 1, 16), 0.55),
        (new GpuTile(32, 16, 1, 1, 16), 0.30),
    ];

    public static IEnumerable<GpuTile> All => s_tiles.Select(entry => entry.Tile);

    /// <summary>
    /// The least time by counting cycles: rounds of groups over the multiprocessors, each as long as a tile's products take. Few positions
    /// get small tiles, and a long depth is cut, so that the device is full.
    /// </summary>
    /// <param name="positions">Positions that are computed at once.</param>
    /// <param name="outputs">Output channels of one group of the convolution.</param>
    /// <param name="groups">Groups of the convolution.</param>
    /// <param name="depth">Products that one result adds up.</param>
    /// <param name="columns">The width that the weights' panels already have; 0 where they have none.</param>
    /// <param name="maySplit">Whether the depth may be cut.</param>
    public static GpuTiling Choose(long positions, int outputs, int groups, int depth, int columns, bool maySplit) =>
        (from entry in s_tiles
         where columns == 0 || entry.Tile.Columns == columns
         from splits in maySplit ? s_splits : [1]
         where splits == 1 || depth / splits >= LeastDepth
         orderby Cycles(entry.Tile, entry.Efficiency, positions, outputs, groups, depth, splits), splits
         select new GpuTiling(entry.Tile, GpuTiling.PartsWithWork(entry.Tile, depth, splits))).First();

    private static double Cycles(GpuTile tile, double efficiency, long positions, int outputs, int groups, int depth, int splits)
    {
        long blocks = (positions + tile.Rows - 1) / tile.Rows * ((outputs + tile.Columns - 1) / tile.Columns) * groups * splits;
        long rounds = (blocks + Multiprocessors - 1) / Multiprocessors;
        double warps = Math.Min(rounds, 4) * tile.Threads / 32.0, busy = Math.Min(1, warps / WarpsWanted);
        double work = (double)rounds * tile.Rows * tile.Columns * ((depth + splits - 1) / splits + tile.Depth);
        return work / (MultiplyAddsPerCycle * efficiency * busy) + (splits > 1 ? CyclesOfKernel : 0);
    }
}
