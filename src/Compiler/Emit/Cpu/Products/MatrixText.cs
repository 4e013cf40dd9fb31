using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Expressions for places in matrices.</summary>
internal static class MatrixText
{
    /// <summary>Floats from the first matrix to another.</summary>
    public static string Offset(Matrices matrices, string matrix) => matrices.Heads > 0
        ? KernelText.Times(matrix, matrices.Columns)
        : KernelText.RowOffset(matrices.View, matrix, KernelText.RowsPerFrame(matrices.View));

    /// <summary>Prints what is done to the rows of the block of that number, of which the last may have fewer.</summary>
    /// <param name="rows">What a row is called: <c>queries</c>.</param>
    /// <param name="emit">Prints it for so many rows.</param>
    public static void EmitBlocks(CodeWriter writer, RowBlocks blocks, string rows, Action<int> emit)
    {
        if (blocks.Last == blocks.PerBlock)
        {
            emit(blocks.PerBlock);
            return;
        }
        writer.Open($"if (block < {blocks.Count - 1})");
        emit(blocks.PerBlock);
        writer.Close();
        writer.Open("else");
        writer.Comment($"The last block has {blocks.Last} {rows}.");
        emit(blocks.Last);
        writer.Close();
    }

    /// <summary>The text to add for an offset.</summary>
    public static string Added(string offset) => offset == "0" ? "" : " + " + offset;
}
