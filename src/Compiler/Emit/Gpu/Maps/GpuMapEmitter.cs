using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Prints the kernels of <see cref="GpuMapPlan"/>: one printer per operation, found by its type.</summary>
internal static class GpuMapEmitter
{
    private static readonly Dictionary<Type, Action<GpuMapWriter>> s_printers = new()
    {
        [typeof(Rewrite.Copy)] = GpuCopyEmitter.Emit,
        [typeof(Subsample)] = GpuCopyEmitter.EmitSubsample,
        [typeof(PadChannels)] = GpuCopyEmitter.EmitPadChannels,
        [typeof(ChannelShuffle)] = GpuCopyEmitter.EmitShuffle,
        [typeof(Rewrite.Interleave)] = GpuCopyEmitter.EmitInterleave,
        [typeof(Flatten)] = GpuCopyEmitter.EmitFlatten,
        [typeof(Broadcast)] = GpuBroadcastEmitter.Emit,
        [typeof(Reduce)] = GpuReduceMapEmitter.Emit,
        [typeof(MaxPool)] = GpuPoolEmitter.EmitMax,
        [typeof(AveragePool)] = GpuPoolEmitter.EmitAverage,
        [typeof(Upsample)] = GpuUpsampleEmitter.Emit,
        [typeof(ParameterValue)] = GpuParameterEmitter.Emit,
        [typeof(MatMul)] = GpuProductEmitter.Emit,
        [typeof(CausalMask)] = GpuProductEmitter.EmitCausalMask,
        [typeof(Transpose)] = GpuTransposeEmitter.Emit,
        [typeof(Gather)] = GpuTransposeEmitter.EmitGather,
        [typeof(Pad)] = GpuResamplingEmitter.Emit,
        [typeof(TilePositions)] = GpuResamplingEmitter.Emit,
        [typeof(Roll)] = GpuResamplingEmitter.Emit,
        [typeof(Resize)] = GpuResizeEmitter.Emit,
        [typeof(CumulativeSum)] = GpuScanEmitter.EmitSum,
        [typeof(Smooth)] = GpuScanEmitter.EmitSmooth,
        [typeof(DepthToSpace)] = GpuResamplingEmitter.EmitDepthToSpace,
        [typeof(SpaceToDepth)] = GpuResamplingEmitter.EmitSpaceToDepth,
        [typeof(LocalResponseNorm)] = GpuLocalResponseNormEmitter.Emit,
    };

    public static void Emit(GpuContext context, GpuMapPlan plan)
    {
        var map = new GpuMapWriter(context, plan);
        map.Open();
        s_printers[plan.Operation.GetType()](map);
        map.Close();
    }
}
