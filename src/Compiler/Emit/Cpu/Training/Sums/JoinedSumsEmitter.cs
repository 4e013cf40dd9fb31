using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints how a kernel takes sums of what its unit has just made: see <see cref="JoinedSums"/>.</summary>
internal static class JoinedSumsEmitter
{
    /// <param name="unit">The unit that has ended.</param>
    public static void Call(CodeWriter writer, CpuKernelPlan plan, string unit)
    {
        if (plan.UnitSums.Count == 0) return;
        writer.Comment("What this unit has made is still in a cache.");
        foreach (ChunkSumsPlan sums in plan.UnitSums) writer.Line($"{sums.Name}(k, {unit}, {unit} + 1);");
    }
}
