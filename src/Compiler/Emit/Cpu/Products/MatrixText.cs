using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Expressions for places in matrices.</summary>
internal static class MatrixText
{
    /// <summary>Floats from the first matrix to another.</summary>
    public static string Offset(Matrices matrices, string matrix) => matrices.Heads > 0
        ? KernelText.Times(matrix, matrices.Columns)
        : KernelText.RowOffset(matrices.View, matrix, KernelText.RowsPerFrame(matrices.View));

    /// <summary>The text to add for an offset.</summary>
    public static string Added(string offset) => offset == "0" ? "" : " + " + offset;
}
