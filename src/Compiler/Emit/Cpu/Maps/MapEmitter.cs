using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Prints the kernels of <see cref="MapPlan"/>: one printer per operation, found by its type.</summary>
public static class MapEmitter
{
    private static readonly Dictionary<Type, Action<MapWriter>> s_printers = new()
    {
        [typeof(Rewrite.Copy)] = CopyEmitter.Emit,
        [typeof(Subsample)] = CopyEmitter.EmitSubsample,
        [typeof(PadChannels)] = CopyEmitter.EmitPadChannels,
        [typeof(MaxPool)] = PoolEmitter.EmitMax,
        [typeof(AveragePool)] = PoolEmitter.EmitAverage,
        [typeof(GlobalPool)] = GlobalPoolEmitter.Emit,
        [typeof(Broadcast)] = BroadcastEmitter.Emit,
        [typeof(Reduce)] = ReduceEmitter.Emit,
        [typeof(Upsample)] = UpsampleEmitter.Emit,
        [typeof(Pad)] = ResamplingEmitter.Emit,
        [typeof(TilePositions)] = ResamplingEmitter.Emit,
        [typeof(Roll)] = ResamplingEmitter.Emit,
        [typeof(Resize)] = ResamplingEmitter.EmitResize,
        [typeof(CumulativeSum)] = ScanEmitter.EmitSum,
        [typeof(Smooth)] = ScanEmitter.EmitSmooth,
        [typeof(DepthToSpace)] = BlockEmitter.EmitDepthToSpace,
        [typeof(SpaceToDepth)] = BlockEmitter.EmitSpaceToDepth,
        [typeof(ChannelShuffle)] = ChannelShuffleEmitter.Emit,
        [typeof(Rewrite.Interleave)] = InterleaveEmitter.Emit,
        [typeof(Flatten)] = FlattenEmitter.Emit,
        [typeof(LocalResponseNorm)] = LocalResponseNormEmitter.Emit,
        [typeof(Softmax)] = SoftmaxEmitter.Emit,
        [typeof(LayerNorm)] = PositionNormEmitter.Emit,
        [typeof(RmsNorm)] = PositionNormEmitter.Emit,
        [typeof(Normalize)] = PositionNormEmitter.Emit,
        [typeof(GroupNorm)] = GroupNormEmitter.Emit,
        [typeof(PositionNormGradient)] = PositionNormEmitter.EmitGradient,
        [typeof(Replicate)] = ReplicateEmitter.Emit,
        [typeof(Transpose)] = TransposeEmitter.Emit,
        [typeof(Gather)] = GatherEmitter.Emit,
        [typeof(GatherGradient)] = GatherEmitter.EmitGradient,
        [typeof(CausalMask)] = CausalMaskEmitter.Emit,
        [typeof(CausalGradient)] = CausalMaskEmitter.EmitGradient,
        [typeof(BatchNormalize)] = NormEmitter.EmitForward,
        [typeof(BatchNormInputGradient)] = NormEmitter.EmitGradient,
        [typeof(RunningNormalize)] = NormEmitter.EmitRunning,
        [typeof(FixedNormGradient)] = NormEmitter.EmitFixedGradient,
        [typeof(SoftmaxGradient)] = SoftmaxGradientEmitter.Emit,
        [typeof(LocalResponseNormGradient)] = LocalResponseNormGradientEmitter.Emit,
        [typeof(LossGradient)] = LossGradientEmitter.Emit,
        [typeof(Constant)] = ConstantEmitter.Emit,
        [typeof(Zeros)] = ZerosEmitter.Emit,
        [typeof(Drop)] = DropEmitter.Emit,
        [typeof(PReluInputGradient)] = PReluGradientEmitter.Emit,
        [typeof(SubsampleGradient)] = SubsampleGradientEmitter.Emit,
        [typeof(AveragePoolGradient)] = AveragePoolGradientEmitter.Emit,
        [typeof(ResamplingGradient)] = TapSumEmitter.EmitGradient,
        [typeof(UpsampleGradient)] = UpsampleGradientEmitter.Emit,
    };

    /// <summary>The printers of <see cref="SampleMapPlan"/>.</summary>
    private static readonly Dictionary<Type, Action<SampleWriter>> s_samplePrinters = new()
    {
        [typeof(GlobalPool)] = GlobalPoolEmitter.EmitSamples,
        [typeof(GlobalMaxPoolGradient)] = GlobalMaxPoolGradientEmitter.Emit,
        [typeof(MaxPoolGradient)] = MaxPoolGradientEmitter.Emit,
        [typeof(Spread)] = SpreadEmitter.Emit,
        [typeof(Segment)] = SegmentEmitter.Emit,
        [typeof(Append)] = SegmentEmitter.EmitAppend,
        [typeof(Flatten)] = FlattenEmitter.EmitSamples,
        [typeof(Unflatten)] = UnflattenEmitter.Emit,
        [typeof(ProductSums)] = ProductSumsEmitter.Emit,
    };

    public static void Emit(CpuContext context, MapPlan plan)
    {
        KernelText.OpenKernel(context.Kernels, plan);
        if (plan is SampleMapPlan samples && s_samplePrinters.TryGetValue(plan.Operation.GetType(), out var samplePrinter))
            samplePrinter(new SampleWriter(context, samples));
        else if (plan is not SampleMapPlan && s_printers.TryGetValue(plan.Operation.GetType(), out var printer))
            printer(new MapWriter(context, plan));
        else throw new NotSupportedException($"{plan.Operation.Kind} has no kernel.");
        if (plan.UnitSums.Count > 0)
        {
            // The rows of a chunk have ended.
            JoinedSumsEmitter.Call(context.Kernels, plan, "chunk");
            context.Kernels.Close();
        }
        KernelText.CloseKernel(context.Kernels);
    }
}
