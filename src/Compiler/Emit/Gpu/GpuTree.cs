namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints a sum, or another reduction, over the threads of a group as a tree in shared memory.</summary>
internal static class GpuTree
{
    /// <param name="threads">Threads, each with a value at its own place.</param>
    /// <param name="left">How many places are left in the end.</param>
    /// <param name="memory">The shared memory.</param>
    /// <param name="combine">Statements that take <c>other</c> into <c>mine</c>.</param>
    public static void Emit(CodeWriter writer, int threads, int left, string memory, IEnumerable<string> combine, string type)
    {
        writer.Comment("Half of the threads take in what the other half has, until one row is left.");
        writer.Open($"for (int half = {threads / 2}; half >= {left}; half /= 2)");
        writer.Line("Group.Barrier();");
        writer.Open("if (thread < half)");
        writer.Line($"{type} mine = {memory}[thread], other = {memory}[thread + half];");
        writer.Line(string.Join(" ", combine));
        writer.Line($"{memory}[thread] = mine;");
        writer.Close();
        writer.Close();
        writer.Line("Group.Barrier();");
    }
}
