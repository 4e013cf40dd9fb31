using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>The products on matrix units that a network's kernels use: for each form of a warp's part of a tile the step that adds a block
/// of the depth, and the instructions.</summary>
internal sealed class GpuMatrixProducts
{
    private readonly SortedSet<(GpuPrecision Precision, int Rows, int Vectors)> _used = [];

    public void Use(GpuMatrixTile tile) => _used.Add((tile.Precision, tile.ThreadRows, tile.ThreadVectors));

    /// <summary>The method that multiplies a block.</summary>
    public static string Name(GpuMatrixTile tile) => "Multiply" + tile.Precision;

    /// <summary>A vector as shared memory has it.</summary>
    public static string Rounded(GpuMatrixTile tile, string vector) => $"{tile.Precision}({vector})";

    /// <summary>Prints what was asked for.</summary>
    public void Write(CodeWriter writer)
    {
        foreach ((GpuPrecision precision, int rows, int vectors) in _used) WriteBlock(writer, precision, rows, vectors);
        foreach (GpuPrecision precision in _used.Select(one => one.Precision).Distinct())
        {
            writer.Line();
            writer.Lines(GpuMatrixInstructions.All[precision]);
        }
    }

    /// <summary>Rows and columns of the instruction are renumbered, see <see cref="GpuMatrixEmitter"/>.</summary>
    private static void WriteBlock(CodeWriter writer, GpuPrecision precision, int rows, int vectors)
    {
        string sums = GpuTiles.Name(rows, vectors);
        int panels = vectors / 2;
        writer.Line();
        writer.Summary($"Adds the products of sixteen steps of the depth, which a warp multiplies on matrix units: {8 * rows} positions × "
            + $"{16 * vectors} output channels.");
        writer.Open($"private static {sums} Multiply{precision}({sums} s, ArrayView<Float4> input, ArrayView<Float4> weights, "
            + "int panelStride)");
        for (int q = 0; q < panels; q++)
            for (int k = 0; k < 4; k++)
                writer.Line($"Float4 w{q}_{k} = weights[{GpuValue.Sum(GpuValue.Times("panelStride", q), k == 0 ? "" : $"{8 * k}")}];");
        for (int row = 0; row < rows; row += 2)
        {
            writer.Line($"Float4 x{row} = input[{32 * row}], x{row + 1} = input[{32 * row + 32}];");
            for (int k = 0; k < 4; k += 2)
                for (int q = 0; q < panels; q++)
                    for (int c = 0; c < 4; c++)
                        writer.Line($"Product{precision}({Sums(row, 8 * q + c)}, {Sums(row + 1, 8 * q + c)}, "
                            + $"x{row}.{"XYZW"[k]}, x{row + 1}.{"XYZW"[k]}, x{row}.{"XYZW"[k + 1]}, x{row + 1}.{"XYZW"[k + 1]}, "
                            + $"w{q}_{k}.{"XYZW"[c]}, w{q}_{k + 1}.{"XYZW"[c]});");
        }
        writer.Line("return s;");
        writer.Close();

        static string Sums(int row, int channel) => $"ref s.{GpuTiles.Field(row, channel)}, ref s.{GpuTiles.Field(row, channel + 4)}";
    }
}
