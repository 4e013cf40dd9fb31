namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>The tiles to choose from, and the choice.</summary>
public static class GpuTileTable
{
    /// <summary>Multiprocessors of the device that is planned for: those of an H100. Others run the same tiles.</summary>
    private const int Multiprocessors = 132;

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
    /// The tile with the least time: rounds of groups over the multiprocessors, each as long as a tile's products take. Few positions get
    /// small tiles, so that the device is full.
    /// </summary>
    /// <param name="positions">Positions of a sample.</param>
    /// <param name="outputs">Output channels of one group of the convolution.</param>
    /// <param name="groups">Groups of the convolution.</param>
    /// <param name="columns">The width that the weights' panels already have; 0 where they have none.</param>
    public static GpuTile Choose(long positions, int outputs, int groups, int columns = 0) =>
        s_tiles.Where(entry => columns == 0 || entry.Tile.Columns == columns)
            .OrderBy(entry => Time(entry.Tile, entry.Efficiency, positions, outputs, groups)).First().Tile;

    private static double Time(GpuTile tile, double efficiency, long positions, int outputs, int groups)
    {
        long blocks = (positions + tile.Rows - 1) / tile.Rows * ((outputs + tile.Columns - 1) / tile.Columns) * groups;
        long rounds = (blocks + Multiprocessors - 1) / Multiprocessors;
        return rounds * tile.Rows * tile.Columns / efficiency;
    }
}
