namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>How a group of threads computes a matrix product: a rectangle of positions × output channels, of which each thread keeps a
/// part in registers, over slices of the depth that lie in shared memory.</summary>
/// <param name="Rows">Positions of a group.</param>
/// <param name="Columns">Output channels of a group: the width of a weight panel.</param>
/// <param name="ThreadRows">Positions of a thread.</param>
/// <param name="ThreadVectors">Output channels of a thread, in vectors of four.</param>
/// <param name="Depth">The depth of a slice, a multiple of four.</param>
public record GpuTile(int Rows, int Columns, int ThreadRows, int ThreadVectors, int Depth)
{
    /// <summary>Threads side by side, each for its own output channels.</summary>
    public int ThreadsAcross => Columns / (4 * ThreadVectors);

    /// <summary>Threads above each other, each for its own positions.</summary>
    public int ThreadsDown => Rows / ThreadRows;

    public int Threads => ThreadsAcross * ThreadsDown;

    /// <summary>Positions from one of a thread to its next.</summary>
    public virtual int RowStep => ThreadsDown;

    /// <summary>Vectors of output channels from one of a thread to its next.</summary>
    public virtual int VectorStep => ThreadsAcross;

    /// <summary>Vectors of the depth in a slice.</summary>
    public int DepthVectors => Depth / 4;

    /// <summary>Vectors from one position of a slice to the next. One more than needed, so that two positions lie in other banks.</summary>
    public virtual int RowStride => DepthVectors + 1;

    /// <summary>Vectors of the input that one slice takes, padding included.</summary>
    public virtual int InputVectors => Rows * RowStride;

    /// <summary>Vectors of weights that one slice takes.</summary>
    public int WeightVectors => Depth * Columns / 4;

    public override string ToString() => $"{Rows}×{Columns} by {Threads} threads, {ThreadRows}×{4 * ThreadVectors} each";
}
