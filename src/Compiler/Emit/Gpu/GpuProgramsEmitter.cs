using Fusion.Compiler.Emit.Members;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how a network comes to its programs: what asks for them compiles without the kernels, which only a build has.</summary>
internal static class GpuProgramsEmitter
{
    public const string ClassName = "GpuPrograms";

    private const string Precision = "global::Fusion.Gpu.GpuPrecision";

    /// <summary>The part that members call.</summary>
    /// <param name="hasPrecisions">Whether there is a choice of precisions.</param>
    public static void EmitAccess(CodeWriter writer, bool hasPrecisions)
    {
        string parameters = Parameters(hasPrecisions);
        writer.Line();
        writer.Summary("What runs the network's sizes on a device.");
        writer.Open($"internal static partial class {ClassName}");
        writer.Open($"public static GpuProgram[] For({parameters})");
        writer.Line("GpuProgram[] found = [];");
        writer.Line($"Find(batch, {(hasPrecisions ? "precision, " : "")}ref found);");
        writer.Line("return found;");
        writer.Close();
        writer.Line();
        writer.Line($"static partial void Find({parameters}, ref GpuProgram[] found);");
        writer.Close();
    }

    /// <summary>The part that knows the kernels.</summary>
    public static void EmitPrograms(CodeWriter writer, PlannedGpu plan)
    {
        writer.Open($"internal static unsafe partial class {ClassName}");
        writer.Comment("Batches have larger tiles.");
        string head = $"static partial void Find({Parameters(plan.HasPrecisions)}, ref GpuProgram[] found)";
        if (plan.HasPrecisions)
        {
            writer.Open(head);
            foreach (GpuProgramSet set in plan.Programs)
                writer.Line($"if (precision == {Precision}.{set.Precision}) found = {Choice(set)};");
            writer.Close();
        }
        else
        {
            writer.Line(head + " =>");
            writer.Line($"    found = {Choice(plan.Programs[0])};");
        }
        foreach (GpuProgramSet set in plan.Programs)
        {
            EmitPrograms(writer, plan, set, "One", "Kernels", GpuPackingEmitter.ClassName + set.Suffix, sizes => sizes.One);
            EmitPrograms(writer, plan, set, "Batch", "BatchKernels", GpuPackingEmitter.BatchClass(set), sizes => sizes.Batch);
        }
        writer.Close();
    }

    private static string Parameters(bool hasPrecisions) => hasPrecisions ? $"int batch, {Precision} precision" : "int batch";

    private static string Choice(GpuProgramSet set) => $"batch < {GpuTarget.LeastBatch} ? One{set.Suffix} : Batch{set.Suffix}";

    private static void EmitPrograms(CodeWriter writer, PlannedGpu plan, GpuProgramSet set, string name, string table, string packing,
        Func<(GpuNetworkPlan One, GpuNetworkPlan Batch), GpuNetworkPlan> choose)
    {
        writer.Line();
        writer.Line($"private static GpuProgram[] {name}{set.Suffix} =>");
        writer.Line("[");
        for (int i = 0; i < set.Sizes.Count; i++)
        {
            string kernels = $"{GpuEmitter.ClassName}{plan.SizeSuffix(i)}.{table}{set.Suffix}";
            string precision = set.Precision == GpuPrecision.Single ? "" : $", Precision = {Precision}.{set.Precision}";
            long largest = choose(set.Sizes[i]).LargestFloats;
            writer.Line($"    new({DescriptionEmitter.ClassName}.Info, {i}, {kernels}, {choose(set.Sizes[i]).WorkspaceFloats}, "
                + $"{packing}.Floats, {packing}.Function) {{ LargestFloats = {largest}{precision} }},");
        }
        writer.Line("];");
    }
}
