using Fusion.Compiler.Emit.Gpu.Maps;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints the kernels of a network for GPUs, and how its weights are laid out for them.</summary>
internal static class GpuEmitter
{
    public const string ClassName = "GpuKernels";

    public static void Emit(CodeWriter writer, GpuNetworkPlan plan)
    {
        writer.Summary("The network's kernels for GPUs, in the order in which they run.");
        writer.Open($"internal static class {ClassName}");
        EmitTable(writer, plan);
        EmitPacking(writer, plan.Weights);
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
            writer.Line($"    new({Escape.Literal(kernel.Title)}, {kernel.Name}, {kernel.Threads}, {kernel.UnitsPerSample}, {kernel.UnitsPerGroup}, {kernel.GroupsY}),");
        writer.Line("];");
        writer.Line();
    }

    private static void EmitPacking(CodeWriter writer, GpuWeightLayout layout)
    {
        writer.Summary("Lays the weights out as the kernels read them.");
        writer.Open("public static void Pack(WeightPacker packer)");
        foreach (GpuWeights weights in layout.Convolutions)
        {
            string parts = string.Join(", ", weights.Convolution.Parts.Select(WeightSources.Of));
            string taps = CodeWriter.Number(weights.Convolution.Taps);
            writer.Line(weights.IsDepthwise
                ? $"packer.Depthwise({weights.Offset}, {weights.BiasOffset}, {weights.Convolution.Outputs}, {taps}, {parts});"
                : $"packer.Convolution({weights.Offset}, {weights.BiasOffset}, {weights.Panel}, 0, {weights.Convolution.Outputs}, {weights.Inputs}, {taps}, {weights.Convolution.Groups}, {parts});");
        }
        foreach (ChannelVectors vector in layout.Vectors) EmitVector(writer, vector);
        writer.Close();
    }

    private static void EmitVector(CodeWriter writer, ChannelVectors vector)
    {
        int padded = PackedWeights.PaddedTo16(vector.Channels);
        switch (vector)
        {
            case SlopeVector slopes:
                writer.Line($"packer.Vector({slopes.Offset}, {slopes.Channels}, {padded}, {Escape.Literal(slopes.Operation.WeightName)});");
                break;
            case NormVectors norm:
                writer.Line($"packer.BatchNorm({norm.ScaleOffset}, {norm.ShiftOffset}, {norm.Channels}, {padded}, "
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
