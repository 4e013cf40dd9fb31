namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>How a convolution is shared out: the tile, and into how many parts its depth is cut.</summary>
public sealed record GpuTiling(GpuTile Tile, int Splits)
{
    /// <summary>How long that takes, by the table.</summary>
    public double Cycles { get; init; }

    public double Nanoseconds => Cycles / GpuPlannedDevice.CyclesPerNanosecond;

    /// <summary>Parts are whole slices, so that there may be work for fewer.</summary>
    internal static int PartsWithWork(GpuTile tile, int depth, int splits)
    {
        int slices = (depth + tile.Depth - 1) / tile.Depth, slicesOfPart = (slices + splits - 1) / splits;
        return (slices + slicesOfPart - 1) / slicesOfPart;
    }
}

/// <summary>The tiles to choose from, and the choice.</summary>
/// <remarks>The numbers were fitted to measurements of ResNet-50's 1×1 convolutions and its first layer on an H100, at batch 1 and 32: of
/// all that was tried there, what the table chooses is on average 4 % slower than the best.</remarks>
public static class GpuTileTable
{
    /// <summary>Multiply-adds of a multiprocessor in a cycle.</summary>
    private const int MultiplyAddsPerCycle = 128;

    /// <summary>Registers and threads of a multiprocessor, and its shared memory in bytes.</summary>
    private const int Registers = 65_536, MostThreads = 2048, SharedBytes = 227 * 1024;

    /// <summary>Cycles that a slice takes at least, however few products it has: it waits for memory and for the barrier.</summary>
    private const double CyclesOfSlice = 550, CyclesOfDepth = 15;

    /// <summary>Cycles of a slice that no products are computed in.</summary>
    private const double CyclesOfBarrier = 17;

    /// <summary>Warps of a multiprocessor that keep it busy.</summary>
    private const double WarpsWanted = 4.4;

    /// <summary>Bytes of results that the device writes in a cycle.</summary>
    private const double BytesPerCycle = 1500;

    /// <summary>Cycles of one more kernel.</summary>
    private const int CyclesOfKernel = 1000;

    /// <summary>The least depth of a part: below, a tile waits for its first slice more than it computes.</summary>
    private const int LeastDepth = 96;

    /// <summary>The greatest depth for tiles of two warps with many registers: measured, they fall behind in longer ones.</summary>
    private const int DeepestOfTwoWarps = 512;

    private static readonly int[] s_splits = [1, 2, 3, 4, 6, 8, 12];

    private static readonly GpuTile[] s_tiles =
    [
        new(64, 128, 8, 2, 16),
        new(64, 64, 8, 2, 16),
        new(64, 64, 8, 1, 16),
        new(64, 64, 4, 1, 32),
        new(64, 64, 4, 1, 16),
        new(64, 32, 4, 1, 32),
        new(32, 64, 4, 1, 32),
        new(32, 64, 4, 1, 16),
        new(32, 32, 4, 1, 32),
        new(32, 32, 4, 1, 16),
        new(16, 64, 4, 1, 32),
        new(16, 32, 2, 1, 32),
        new(128, 16, 4, 1, 16),
        new(32, 16, 1, 1, 16),
    ];

    public static IEnumerable<GpuTile> All => s_tiles;

    /// <summary>
    /// The least time by counting cycles: rounds of as many groups as a multiprocessor holds, each as long as their products take, or as
    /// waiting for slices does. Few positions get small tiles, and a long depth is cut, so that the device is full.
    /// </summary>
    /// <param name="positions">Positions that are computed at once.</param>
    /// <param name="outputs">Output channels of one group of the convolution.</param>
    /// <param name="groups">Groups of the convolution.</param>
    /// <param name="depth">Products that one result adds up.</param>
    /// <param name="columns">The width that the weights' panels already have; 0 where they have none.</param>
    /// <param name="maySplit">Whether the depth may be cut.</param>
    public static GpuTiling Choose(long positions, int outputs, int groups, int depth, int columns, bool maySplit) =>
        (from tile in s_tiles
         where (columns == 0 || tile.Columns == columns) && (depth <= DeepestOfTwoWarps || !IsOfTwoWarps(tile))
         from splits in maySplit ? s_splits : [1]
         where splits == 1 || depth / splits >= LeastDepth
         let cycles = Cycles(tile, positions, outputs, groups, depth, splits)
         orderby cycles, splits, Covered(tile, positions, outputs)
         select new GpuTiling(tile, GpuTiling.PartsWithWork(tile, depth, splits)) { Cycles = cycles }).First();

    private static bool IsOfTwoWarps(GpuTile tile) => tile.Threads <= 64 && tile.ThreadRows * tile.ThreadVectors >= 16;

    /// <summary>Results with those that no one needs: of two tiles that wait for memory, the better wastes less.</summary>
    private static long Covered(GpuTile tile, long positions, int outputs) =>
        (positions + tile.Rows - 1) / tile.Rows * tile.Rows * ((outputs + tile.Columns - 1) / tile.Columns * tile.Columns);

    private static double Cycles(GpuTile tile, long positions, int outputs, int groups, int depth, int splits)
    {
        long blocks = (positions + tile.Rows - 1) / tile.Rows * ((outputs + tile.Columns - 1) / tile.Columns) * groups * splits;
        long each = GpuPlannedDevice.Rounds(blocks), atOnce = AtOnce(tile);
        int slices = (depth + tile.Depth - 1) / tile.Depth, slicesOfPart = (slices + splits - 1) / splits;
        double products = tile.Rows * tile.Columns * tile.Depth / (MultiplyAddsPerCycle * Efficiency(tile)) + CyclesOfBarrier;
        double waiting = CyclesOfSlice + CyclesOfDepth * tile.Depth;
        double Slice(long count) => Math.Max(waiting, count * products / Math.Min(1, count * tile.Threads / 32 / WarpsWanted));
        double rounds = slicesOfPart * (each / atOnce * Slice(atOnce) + (each % atOnce == 0 ? 0 : Slice(each % atOnce)));
        double results = (double)sizeof(float) * positions * outputs * groups * (splits > 1 ? 2 * splits + 1 : 1);
        return rounds + results / BytesPerCycle + (splits > 1 ? CyclesOfKernel : 0);
    }

    /// <summary>The share of the peak that the inner loop reaches, by the products for each load of shared memory.</summary>
    private static double Efficiency(GpuTile tile) => (tile.ThreadRows * tile.ThreadVectors) switch
    {
        >= 16 => 0.63,
        >= 8 => 0.54,
        >= 4 => 0.45,
        _ => 0.33,
    };

    /// <summary>Groups of threads that a multiprocessor has at once.</summary>
    private static int AtOnce(GpuTile tile)
    {
        int registers = (40 + 8 * tile.ThreadRows * tile.ThreadVectors) * tile.Threads;
        int bytes = 2 * 4 * sizeof(float) * (tile.InputVectors + tile.WeightVectors) + 1024;
        return Math.Max(1, Math.Min(Registers / registers, Math.Min(MostThreads / tile.Threads, SharedBytes / bytes)));
    }
}
