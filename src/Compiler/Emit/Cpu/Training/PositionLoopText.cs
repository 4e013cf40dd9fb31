using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// The loops over a block's positions, within a tile whose sums stay in registers: <c>x</c> and <c>dy</c> move on together. Distances and
/// counts are parameters, so that layers of different size share a tile.
/// </summary>
public static class PositionLoopText
{
    private static readonly string[] s_outer = ["row", "frame"];

    /// <summary>The parameters of a tile with so many loops.</summary>
    public static IEnumerable<string> Parameters(int loops)
    {
        foreach (string name in new[] { "span", "xStep", "dyStep" }) yield return "nint " + name;
        foreach (string loop in s_outer.Take(loops - 1))
        {
            yield return $"int {loop}s";
            yield return $"nint x{Upper(loop)}Jump";
            yield return $"nint dy{Upper(loop)}Jump";
        }
    }

    /// <summary>The arguments for a block of <c>count</c> steps of its outermost loop.</summary>
    public static IEnumerable<string> Arguments(PositionBlocks positions)
    {
        IReadOnlyList<PositionLoop> loops = positions.Inner;
        PositionLoop inner = loops[loops.Count - 1];
        yield return "span: " + (loops.Count == 1
            ? $"(nint){KernelText.Times("count", inner.GradientStep)}"
            : KernelText.Native(inner.Count * inner.GradientStep));
        yield return "xStep: " + KernelText.Native(inner.InputStep);
        yield return "dyStep: " + KernelText.Native(inner.GradientStep);
        for (int i = 1; i < loops.Count; i++)
        {
            PositionLoop outer = loops[loops.Count - 1 - i], inside = loops[loops.Count - i];
            string name = s_outer[i - 1];
            yield return $"{name}s: " + (i == loops.Count - 1 ? "count" : CodeWriter.Number(outer.Count));
            yield return $"x{Upper(name)}Jump: " + KernelText.Native(outer.InputStep - inside.Count * inside.InputStep);
            yield return $"dy{Upper(name)}Jump: " + KernelText.Native(outer.GradientStep - inside.Count * inside.GradientStep);
        }
    }

    public static void Open(CodeWriter writer, int loops)
    {
        for (int i = loops - 2; i >= 0; i--)
        {
            writer.Line($"int {s_outer[i]} = {s_outer[i]}s;");
            writer.Open("do");
        }
        writer.Line("float* end = dy + span;");
        writer.Open("do");
    }

    /// <param name="pointers">What moves on like x.</param>
    public static void Close(CodeWriter writer, int loops, params string[] pointers)
    {
        writer.Line(string.Concat(pointers.Select(x => $"{x} += xStep; ")) + "dy += dyStep;");
        writer.Close(" while (dy < end);");
        foreach (string loop in s_outer.Take(loops - 1))
        {
            writer.Line(string.Concat(pointers.Select(x => $"{x} += x{Upper(loop)}Jump; ")) + $"dy += dy{Upper(loop)}Jump;");
            writer.Close($" while (--{loop} > 0);");
        }
    }

    private static string Upper(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
