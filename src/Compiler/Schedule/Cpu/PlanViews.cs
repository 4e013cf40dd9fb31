namespace Fusion.Compiler.Schedule.Cpu;

internal static class PlanViews
{
    public static IEnumerable<View> Reads(IEnumerable<EpilogueStep> epilogue, params View?[] inputs) =>
        Of([.. inputs, .. epilogue.Select(step => step.Operand)]);

    /// <summary>What sums read that a kernel takes on its way.</summary>
    public static IEnumerable<View> Read(IEnumerable<ChunkSumsPlan> sums) => sums.SelectMany(plan => plan.Reads);

    public static IEnumerable<View> Written(IEnumerable<ChunkSumsPlan> sums) => sums.SelectMany(plan => plan.Writes);

    public static IEnumerable<View> Of(params View?[] views) => views.Where(view => view is not null)!;
}
