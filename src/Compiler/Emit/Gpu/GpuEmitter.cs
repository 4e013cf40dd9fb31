using Fusion.Compiler.Emit.Gpu.Maps;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints the kernels of a network for GPUs, and how its weights are laid out for them.</summary>
internal static class GpuEmitter
{
    public const string ClassName = "GpuKernels";

    public const string PackingName = "GpuPacking";

    /// <param name="size">Behind the class's name, where a network has several sizes.</param>
    public static void Emit(CodeWriter writer, GpuNetworkPlan plan, string size)
    {
        writer.Summary("The network's kernels for GPUs, in the order in which they run.");
        writer.Open($"internal static class {ClassName}{size}");
        EmitTable(writer, plan);
        var context = new GpuContext(plan, writer);
        foreach (GpuKernelPlan kernel in plan.Kernels) Emit(context, kernel);
        context.Tiles.Write(writer);
        context.Functions.Write(writer);
        writer.Close();
    }

    private static void EmitTable(CodeWriter writer, GpuNetworkPlan plan)
    {
        writer.Line("public static GpuKernel[] Kernels { get; } =");
        writer.Line("[");
        foreach (GpuKernelPlan kernel in plan.Kernels)
            writer.Line(
                $"    new({Escape.Literal(kernel.Title)}, {kernel.Name}, {kernel.Threads}, {kernel.UnitsPerSample}, " +
                $"{kernel.UnitsPerGroup}, {kernel.GroupsY}),");
        writer.Line("];");
    }

    /// <summary>Prints how the weights are laid out for the kernels of all sizes.</summary>
    public static void EmitPacking(CodeWriter writer, GpuWeightLayout layout)
    {
        writer.Summary("How the weights are laid out for GPUs.");
        writer.Open($"internal static unsafe class {PackingName}");
        writer.Line($"public const long Floats = {layout.Floats};");
        writer.Line();
        writer.Line("public static delegate*<WeightPacker, void> Function => &Pack;");
        writer.Line();
        writer.Open("private static void Pack(WeightPacker packer)");
        foreach (GpuWeights weights in layout.Convolutions)
        {
            string parts = string.Join(", ", weights.Convolution.Parts.Select(WeightSources.Of));
            string taps = CodeWriter.Number(weights.Convolution.Taps);
            writer.Line(weights.IsDepthwise
                ? $"packer.Depthwise({weights.Offset}, {weights.BiasOffset}, {weights.Convolution.Outputs}, {taps}, {parts});"
                : $"packer.Convolution({weights.Offset}, {weights.BiasOffset}, {weights.Panel}, 0, {weights.Convolution.Outputs}, " +
                    $"{weights.Inputs}, {taps}, {weights.Convolution.Groups}, {parts});");
        }
        foreach (ChannelVectors vector in layout.Vectors) EmitVector(writer, vector);
        writer.Close();
        writer.Close();
    }

    private static void EmitVector(CodeWriter writer, ChannelVectors vector)
    {
        switch (vector)
        {
            case SlopeVector slopes:
                writer.Line(
                    $"packer.Vector({slopes.Offset}, {slopes.Channels}, {vector.Padded}, {Escape.Literal(slopes.Operation.WeightName)});");
                break;
            case NormVectors norm:
                writer.Line($"packer.BatchNorm({norm.ScaleOffset}, {norm.ShiftOffset}, {norm.Channels}, {vector.Padded}, "
                    + $"{Escape.Literal(norm.Operation.Path)}, {WeightSources.Double(norm.Operation.Epsilon)});");
                break;
        }
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
