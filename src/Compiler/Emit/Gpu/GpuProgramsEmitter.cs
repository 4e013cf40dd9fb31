using Fusion.Compiler.Emit.Members;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how a network comes to its programs: what asks for them compiles without the kernels, which only a build has.</summary>
internal static class GpuProgramsEmitter
{
    public const string ClassName = "GpuPrograms";

    /// <summary>The part that members call.</summary>
    public static void EmitAccess(CodeWriter writer)
    {
        writer.Line();
        writer.Summary("What runs the network's sizes on a device.");
        writer.Open($"internal static partial class {ClassName}");
        writer.Open("public static GpuProgram[] For(int batch)");
        writer.Line("GpuProgram[] found = [];");
        writer.Line("Find(batch, ref found);");
        writer.Line("return found;");
        writer.Close();
        writer.Line();
        writer.Line("static partial void Find(int batch, ref GpuProgram[] found);");
        writer.Close();
    }

    /// <summary>The part that knows the kernels.</summary>
    public static void EmitPrograms(CodeWriter writer, PlannedGpu plan)
    {
        writer.Open($"internal static unsafe partial class {ClassName}");
        writer.Comment("Batches have larger tiles.");
        writer.Line("static partial void Find(int batch, ref GpuProgram[] found) =>");
        writer.Line($"    found = batch < {GpuTarget.LeastBatch} ? One : Batch;");
        EmitPrograms(writer, plan, "One", "Kernels", plans => plans.One);
        EmitPrograms(writer, plan, "Batch", "BatchKernels", plans => plans.Batch);
        writer.Close();
    }

    private static void EmitPrograms(CodeWriter writer, PlannedGpu plan, string name, string table,
        Func<(GpuNetworkPlan One, GpuNetworkPlan Batch), GpuNetworkPlan> choose)
    {
        writer.Line();
        writer.Line($"private static GpuProgram[] {name} =>");
        writer.Line("[");
        for (int i = 0; i < plan.Plans.Count; i++)
        {
            string kernels = $"{GpuEmitter.ClassName}{plan.SizeSuffix(i)}.{table}", packing = GpuPackingEmitter.ClassName;
            writer.Line($"    new({DescriptionEmitter.ClassName}.Info, {i}, {kernels}, {choose(plan.Plans[i]).WorkspaceFloats}, "
                + $"{packing}.Floats, {packing}.Function),");
        }
        writer.Line("];");
    }
}
