using Fusion.Compiler.Emit.Gpu.Maps;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints the kernels of a network for GPUs.</summary>
internal static class GpuEmitter
{
    public const string ClassName = "GpuKernels";

    /// <param name="size">Behind the class's name, where a network has several sizes.</param>
    public static void Emit(CodeWriter writer, GpuNetworkPlan plan, string size)
    {
        writer.Summary("The network's kernels for GPUs, in the order in which they run.");
        writer.Open($"internal static class {ClassName}{size}");
        EmitTable(writer, plan);
        var context = new GpuContext(plan, writer);
        foreach (GpuKernelPlan kernel in plan.GpuKernels) Emit(context, kernel);
        context.Tiles.Write(writer);
        context.Functions.Write(writer);
        writer.Close();
    }

    private static void EmitTable(CodeWriter writer, GpuNetworkPlan plan)
    {
        writer.Line("public static GpuKernel[] Kernels { get; } =");
        writer.Line("[");
        foreach (GpuKernelPlan kernel in plan.GpuKernels)
            writer.Line(
                $"    new({Escape.Literal(kernel.Title)}, {kernel.Name}, {kernel.Threads}, {kernel.UnitsPerSample}, " +
                $"{kernel.UnitsPerGroup}, {kernel.GroupsY}),");
        writer.Line("];");
    }

    private static void Emit(GpuContext context, GpuKernelPlan kernel)
    {
        switch (kernel)
        {
            case GpuConvolutionPlan plan: GpuConvolutionEmitter.Emit(context, plan); break;
            case GpuDirectPlan plan: GpuDirectEmitter.Emit(context, plan); break;
            case GpuDepthwisePlan plan: GpuDepthwiseEmitter.Emit(context, plan); break;
            case GpuLinearPlan plan: GpuLinearEmitter.Emit(context, plan); break;
            case GpuReducePlan plan: GpuReduceEmitter.Emit(context, plan); break;
            case GpuSoftmaxPlan plan: GpuSoftmaxEmitter.Emit(context, plan); break;
            case GpuMapPlan plan: GpuMapEmitter.Emit(context, plan); break;
            default: throw new NotSupportedException($"{kernel.GetType().Name} has no printer.");
        }
    }
}
