using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how the sums that lie in <c>rows</c>, in shared memory, become one row of a squeeze's sums.</summary>
internal static class GpuSqueezeRows
{
    /// <param name="across">Vectors of channels in a row.</param>
    /// <param name="down">Rows.</param>
    /// <param name="vector">The vector of channels that a thread adds up.</param>
    /// <param name="block">The row among those of all samples.</param>
    public static void Emit(GpuContext context, GpuSqueezeSums squeeze, int across, int down, string vector, string block)
    {
        CodeWriter writer = context.Writer;
        GpuValue sums = context.Value("sums4", squeeze.Sums, ofVectors: true);
        writer.Line("Group.Barrier();");
        writer.Line($"int summed = {vector};");
        writer.Open($"if (thread < {across} && summed < {squeeze.Sums.Channels / 4})");
        writer.Line("Float4 total = rows[thread];");
        writer.Open($"for (int i = 1; i < {down}; i++)");
        writer.Line($"Float4 next = rows[i * {across} + thread];");
        writer.Line(string.Join(" ", "XYZW".Select(c => $"total.{c} += next.{c};")));
        writer.Close();
        writer.Line(sums.Declaration);
        writer.Line($"{sums.At(block, "summed")} = total;");
        writer.Close();
    }
}
