using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>The register tiles that a network's kernels use: for each form a structure of sums, and the step that adds to them.</summary>
internal sealed class GpuTiles
{
    private readonly SortedSet<(int Rows, int Vectors)> _used = [], _multiplied = [];
    private readonly GpuMatrixProducts _products = new();

    /// <summary>The name of the sums of a thread that has so many positions and vectors of channels.</summary>
    public string Sums(int rows, int vectors)
    {
        _multiplied.Add((rows, vectors));
        return Structure(rows, vectors);
    }

    /// <summary>The same of a thread of a warp that multiplies on matrix units.</summary>
    public string Sums(GpuMatrixTile tile)
    {
        _products.Use(tile);
        return Structure(tile.ThreadRows, tile.ThreadVectors);
    }

    public static string Name(int rows, int vectors) => $"Sums{rows}x{4 * vectors}";

    private string Structure(int rows, int vectors)
    {
        _used.Add((rows, vectors));
        return Name(rows, vectors);
    }

    /// <summary>One channel of one position.</summary>
    public static string Field(int row, int channel) => $"S{row}_{channel}";

    /// <summary>Prints every tile that was asked for.</summary>
    public void Write(CodeWriter writer)
    {
        foreach ((int rows, int vectors) in _used)
        {
            writer.Line();
            writer.Summary($"The sums of a thread: {rows} positions × {4 * vectors} output channels, in registers.");
            writer.Open($"public struct Sums{rows}x{4 * vectors}");
            for (int row = 0; row < rows; row++)
            {
                int position = row;
                writer.Line($"public float {string.Join(", ", Enumerable.Range(0, 4 * vectors).Select(c => Field(position, c)))};");
            }
            writer.Close();
            if (_multiplied.Contains((rows, vectors))) WriteProduct(writer, rows, vectors);
        }
        _products.Write(writer);
    }

    private static void WriteProduct(CodeWriter writer, int rows, int vectors)
    {
        writer.Line();
        writer
            .Summary(
            "Adds the products of four steps of the depth: at each position four values of the input, and four rows of weights.");
        writer.Comment("input: rows of a slice, so many vectors apart; weights: likewise, this thread's vectors so many apart.");
        writer.Open(
            $"private static Sums{rows}x{4 * vectors} Multiply(Sums{rows}x{4 * vectors} s, ArrayView<Float4> input, int inputStride, "
            + "ArrayView<Float4> weights, int weightStride, int vectorStride)");
        for (int k = 0; k < 4; k++)
            for (int v = 0; v < vectors; v++)
                writer.Line(
                    $"Float4 w{k}{Vector(v)} = " +
                    $"weights[{GpuValue.Sum(GpuValue.Times("weightStride", k), GpuValue.Times("vectorStride", v))}];");
        for (int row = 0; row < rows; row++)
        {
            writer.Line($"Float4 x{row} = input[{GpuValue.Sum(GpuValue.Times("inputStride", row))}];");
            for (int k = 0; k < 4; k++)
                for (int v = 0; v < vectors; v++)
                    writer.Line(string.Join(" ", Enumerable.Range(0, 4)
                        .Select(c => $"s.{Field(row, 4 * v + c)} += x{row}.{"XYZW"[k]} * w{k}{Vector(v)}.{"XYZW"[c]};")));
        }
        writer.Line("return s;");
        writer.Close();
    }

    private static string Vector(int v) => v == 0 ? "" : "_" + v;
}
