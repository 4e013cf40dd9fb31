namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>The tiles for matrix units, and the choice among them. All go with the same panels of weights.</summary>
public static class GpuMatrixTiles
{
    /// <summary>Output channels of a group from which matrix units pay: below, most of their columns would be padding.</summary>
    private const int FewestOutputs = 16;

    /// <summary>The least depth for which they pay.</summary>
    private const int LeastDepth = 16;

    /// <summary>Multiply-adds of a multiprocessor in a cycle, with <c>mma.sync</c> of TF32.</summary>
    private const int MultiplyAddsPerCycle = 512;

    /// <summary>Warps of a multiprocessor that hide each other's waiting.</summary>
    private const int WarpsWanted = 12;

    /// <summary>Cycles that a group takes until its first product, and from its last to its end.</summary>
    private const int CyclesOfGroup = 2000;

    /// <summary>Cycles of one more kernel, which adds the parts of the depth.</summary>
    private const int CyclesOfKernel = 3500;

    /// <summary>Bytes that all multiprocessors read and write in a cycle.</summary>
    private const int BytesPerCycle = 1700;

    /// <summary>The least depth of a part.</summary>
    private const int LeastPart = 128;

    private static readonly int[] s_splits = [1, 2, 3, 4, 6, 8];

    /// <summary>Tiles with the share of the peak that the second-level cache can feed, from multiply-adds per value loaded, and with the
    /// groups for which a multiprocessor has registers.</summary>
    private static readonly (GpuMatrixTile Tile, double Efficiency, int Room)[] s_tiles =
    [
        (new GpuMatrixTile(128, 128, 64, 32, 16), 0.85, 1),
        (new GpuMatrixTile(128, 64, 64, 32, 16), 0.60, 3),
        (new GpuMatrixTile(64, 64, 32, 32, 16), 0.44, 5),
        (new GpuMatrixTile(128, 32, 32, 32, 16), 0.36, 5),
        (new GpuMatrixTile(32, 64, 16, 32, 32), 0.30, 6),
        (new GpuMatrixTile(64, 32, 16, 32, 16), 0.30, 6),
        (new GpuMatrixTile(32, 32, 16, 32, 32), 0.22, 8),
    ];

    public static IEnumerable<GpuMatrixTile> All => s_tiles.Select(entry => entry.Tile);

    /// <summary>Whether a convolution is one for matrix units.</summary>
    /// <param name="outputs">Output channels of a group.</param>
    /// <param name="depth">Products that one result adds up.</param>
    public static bool Suit(int outputs, int depth) => outputs >= FewestOutputs && depth >= LeastDepth;

    /// <summary>The least time by counting cycles, as <see cref="GpuTileTable.Choose"/> does.</summary>
    /// <param name="precision">That of the factors.</param>
    /// <param name="positions">Positions that are computed at once.</param>
    /// <param name="outputs">Output channels of a group.</param>
    /// <param name="groups">Groups of the convolution.</param>
    /// <param name="depth">Products that one result adds up.</param>
    /// <param name="maySplit">Whether the depth may be cut.</param>
    public static GpuTiling Choose(GpuPrecision precision, long positions, int outputs, int groups, int depth, bool maySplit)
    {
        int columns = (outputs + GpuMatrixTile.Panel - 1) / GpuMatrixTile.Panel * GpuMatrixTile.Panel;
        return (from entry in s_tiles
                where columns % entry.Tile.Columns == 0
                from splits in maySplit ? s_splits : [1]
                where splits == 1 || depth / splits >= LeastPart
                let products = (double)entry.Tile.Rows * entry.Tile.Columns * ((depth + splits - 1) / splits) / entry.Efficiency
                let blocks = (positions + entry.Tile.Rows - 1) / entry.Tile.Rows * (columns / entry.Tile.Columns) * groups * splits
                let sums = splits == 1 ? 0 : CyclesOfKernel + 8.0 * splits * positions * columns * groups / BytesPerCycle
                orderby Cycles(products, blocks, entry.Tile.Threads / 32, entry.Room) + sums, splits
                select new GpuTiling(entry.Tile with { Precision = precision }, GpuTiling.PartsWithWork(entry.Tile, depth, splits)))
                    .First();
    }

    /// <param name="products">The multiply-adds of a group, as if all units did them at their peak.</param>
    /// <param name="blocks">The groups.</param>
    /// <param name="warps">The warps of one.</param>
    /// <param name="room">How many a multiprocessor has at a time.</param>
    private static double Cycles(double products, long blocks, int warps, int room)
    {
        long rounds = GpuPlannedDevice.Rounds(blocks);
        double busy = Math.Min(1, Math.Min(rounds, room) * warps / (double)WarpsWanted);
        return rounds * products / (MultiplyAddsPerCycle * busy) + (rounds + room - 1) / room * (double)CyclesOfGroup;
    }
}
