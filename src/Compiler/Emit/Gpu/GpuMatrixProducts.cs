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

    /// <summary>Prints what was asked for.</summary>
    public void Write(CodeWriter writer)
    {
        foreach ((GpuPrecision precision, int rows, int vectors) in _used) WriteBlock(writer, precision, rows, vectors);
        foreach (string text in GpuMatrixInstructions.For(_used.Select(one => one.Precision)))
        {
            writer.Line();
            writer.Lines(text);
        }
    }

    /// <summary>Rows and columns of the instruction are renumbered, see <see cref="GpuMatrixEmitter"/>.</summary>
    private static void WriteBlock(CodeWriter writer, GpuPrecision precision, int rows, int vectors)
    {
        string sums = GpuTiles.Name(rows, vectors);
        int panels = vectors / 2;
        bool isCut = precision == GpuPrecision.TensorFloat32x3;
        writer.Line();
        string steps = precision == GpuPrecision.BFloat16 ? "thirty-two" : "sixteen";
        writer.Summary($"Adds the products of {steps} steps of the depth, which a warp multiplies on matrix units: {8 * rows} positions × "
            + $"{16 * vectors} output channels.");
        writer.Open($"private static {sums} Multiply{precision}({sums} s, ArrayView<Float4> input, ArrayView<Float4> weights, "
            + "int panelStride)");
        for (int q = 0; q < panels; q++)
            for (int k = 0; k < 4; k++)
            {
                string at = GpuValue.Sum(GpuValue.Times("panelStride", q), k == 0 ? "" : CodeWriter.Number(8 * k));
                WriteLoad(writer, $"w{q}_{k}", $"weights[{at}]", isCut);
            }
        for (int row = 0; row < rows; row += 2)
        {
            WriteLoad(writer, $"x{row}", $"input[{32 * row}]", isCut);
            WriteLoad(writer, $"x{row + 1}", $"input[{32 * row + 32}]", isCut);
            if (isCut) WriteSumsOfThree(writer, row, panels);
            else
                for (int k = 0; k < 4; k += 2)
                    for (int q = 0; q < panels; q++)
                        for (int c = 0; c < 4; c++)
                            writer.Line($"Product{precision}({string.Join(", ", Sums(row, 8 * q + c).Select(sum => "ref " + sum))}, "
                                + $"{Factors("", "", row, q, k, c)});");
        }
        writer.Line("return s;");
        writer.Close();
    }

    private static void WriteLoad(CodeWriter writer, string name, string value, bool isCut) => writer.Line(
        $"Float4 {name} = {value}{(isCut ? $", {name}h = TensorFloat32({name}), {name}l = Rest({name}, {name}h)" : "")};");

    /// <summary>Matrix units cut the sums that they add to, so that these are of one block only; sums of blocks are added up as ever
    /// (Ootomo and Yokota, "Recovering single precision accuracy from Tensor Cores", 2022). The small products come first.</summary>
    private static void WriteSumsOfThree(CodeWriter writer, int row, int panels)
    {
        for (int q = 0; q < panels; q++)
            for (int c = 0; c < 4; c++)
            {
                string t = $"t{row}_{8 * q + c}_";
                string block = string.Join(", ", Enumerable.Range(0, 4).Select(i => $"ref {t}{i}"));
                writer.Line($"float {string.Join(", ", Enumerable.Range(0, 4).Select(i => $"{t}{i} = 0f"))};");
                foreach ((string ofInput, string ofWeights) in new[] { ("l", "h"), ("h", "l"), ("h", "h") })
                    for (int k = 0; k < 4; k += 2)
                        writer.Line($"ProductTensorFloat32({block}, {Factors(ofInput, ofWeights, row, q, k, c)});");
                writer.Line(string.Join(" ", Sums(row, 8 * q + c).Select((sum, i) => $"{sum} += {t}{i};")));
            }
    }

    private static string[] Sums(int row, int channel) =>
    [
        $"s.{GpuTiles.Field(row, channel)}", $"s.{GpuTiles.Field(row, channel + 4)}",
        $"s.{GpuTiles.Field(row + 1, channel)}", $"s.{GpuTiles.Field(row + 1, channel + 4)}",
    ];

    private static string Factors(string ofInput, string ofWeights, int row, int q, int k, int c)
    {
        string top = $"x{row}{ofInput}", bottom = $"x{row + 1}{ofInput}";
        char first = "XYZW"[k], second = "XYZW"[k + 1], column = "XYZW"[c];
        return $"{top}.{first}, {bottom}.{first}, {top}.{second}, {bottom}.{second}, "
            + $"w{q}_{k}{ofWeights}.{column}, w{q}_{k + 1}{ofWeights}.{column}";
    }
}
