using Fusion.Compiler.Emit.Members;

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
        writer.Open("public static GpuProgram[] All");
        writer.Open("get");
        writer.Line("GpuProgram[] found = [];");
        writer.Line("Find(ref found);");
        writer.Line("return found;");
        writer.Close();
        writer.Close();
        writer.Line();
        writer.Line("static partial void Find(ref GpuProgram[] found);");
        writer.Close();
    }

    /// <summary>The part that knows the kernels.</summary>
    public static void EmitPrograms(CodeWriter writer, PlannedGpu plan)
    {
        writer.Open($"internal static unsafe partial class {ClassName}");
        writer.Line("static partial void Find(ref GpuProgram[] found) => found =");
        writer.Line("[");
        for (int i = 0; i < plan.Plans.Count; i++)
            writer.Line($"    new({DescriptionEmitter.ClassName}.Info, {i}, {GpuEmitter.ClassName}{plan.SizeSuffix(i)}.Kernels, "
                + $"{plan.Plans[i].WorkspaceFloats}, {GpuPackingEmitter.ClassName}.Floats, {GpuPackingEmitter.ClassName}.Function),");
        writer.Line("];");
        writer.Close();
    }
}
