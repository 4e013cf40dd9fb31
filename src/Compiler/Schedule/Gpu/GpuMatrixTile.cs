namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>A tile whose products are those of matrix units: each warp has a rectangle of it, as fragments of 16×8 results.</summary>
/// <remarks>
/// Of a fragment's sixteen positions, a thread has two, eight apart; of four fragments side by side it has two vectors of output
/// channels, four apart: see <c>GpuMatrixEmitter</c>.
/// </remarks>
/// <param name="WarpRows">Positions of a warp, a multiple of 16.</param>
/// <param name="WarpColumns">Output channels of a warp, a multiple of 32.</param>
/// <param name="Depth">The depth of a slice, a multiple of 16.</param>
/// <param name="Precision">That of the factors.</param>
public sealed record GpuMatrixTile(
    int Rows, int Columns, int WarpRows, int WarpColumns, int Depth, GpuPrecision Precision = GpuPrecision.TensorFloat32)
    : GpuTile(Rows, Columns, WarpRows / 8, WarpColumns / 16, Depth)
{
    /// <summary>Output channels of a panel of weights: a tile has one or several panels side by side.</summary>
    public const int Panel = 32;

    /// <summary>The depth of a block, of which each thread has four steps side by side.</summary>
    public const int Block = 16;

    public int WarpsAcross => Columns / WarpColumns;

    public int WarpsDown => Rows / WarpRows;

    /// <summary>Panels of a warp.</summary>
    public int WarpPanels => WarpColumns / Panel;

    public int Blocks => Depth / Block;

    public override int RowStep => 8;

    public override int VectorStep => 4;

    /// <summary>Vectors from a position of a block to the next: none between, so that eight threads that read two positions meet all
    /// banks.</summary>
    public override int RowStride => Block / 4;

    /// <summary>Vectors from a block to the next. Where there are several, the same position of two blocks lies in other banks.</summary>
    public int InputBlock => Rows * RowStride + (Blocks > 1 ? RowStride : 0);

    public override int InputVectors => Blocks * InputBlock;

    /// <summary>Vectors of weights of a panel in a slice.</summary>
    public int PanelVectors => Depth * Panel / 4;

    public override string ToString() =>
        $"{Rows}×{Columns} by {Threads / 32} warps, {WarpRows}×{WarpColumns} each, {Precision} on matrix units";
}
