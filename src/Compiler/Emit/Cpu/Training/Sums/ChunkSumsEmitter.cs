using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels that take the sums of chunks of positions: one printer per operation, found by its type.</summary>
public static class ChunkSumsEmitter
{
    private static readonly Dictionary<Type, Action<ChunkWriter>> s_printers = new()
    {
        [typeof(GlobalPool)] = ChannelSumsEmitter.Emit,
        [typeof(BatchStatistics)] = NormSumsEmitter.EmitStatistics,
        [typeof(BatchNormSums)] = NormSumsEmitter.EmitGradients,
        [typeof(PReluSlopeGradient)] = PReluSlopesEmitter.Emit,
        [typeof(CrossEntropy)] = CrossEntropyEmitter.EmitValue,
        [typeof(DecoupledSoftLabels)] = DecoupledSoftLabelsEmitter.EmitValue,
        [typeof(SoftLabels)] = SoftLabelsEmitter.EmitValue,
        [typeof(MeanSquaredError)] = ElementwiseLossEmitter.EmitValue,
        [typeof(WeightedSquaredError)] = ElementwiseLossEmitter.EmitValue,
        [typeof(MeanAbsoluteError)] = ElementwiseLossEmitter.EmitValue,
        [typeof(SmoothL1)] = ElementwiseLossEmitter.EmitValue,
        [typeof(BinaryCrossEntropy)] = ElementwiseLossEmitter.EmitValue,
        [typeof(MarginMse)] = ElementwiseLossEmitter.EmitValue,
    };

    public static void Emit(CpuContext context, ChunkSumsPlan plan)
    {
        var printer = Printer(plan.Operation);
        KernelText.OpenKernel(context.Kernels, plan);
        printer(new ChunkWriter(context, plan));
        KernelText.CloseKernel(context.Kernels);
    }

    private static Action<ChunkWriter> Printer(Operation operation)
    {
        Operation loss = operation is LossGradient gradient ? gradient.Loss : operation;
        if (SampleSums.Takes(operation))
            return loss is AttentionTransfer ? SampleLossEmitter.EmitMapSums
                : loss is ChannelWiseKl ? ChannelWiseKlEmitter.EmitSums
                : SampleLossEmitter.EmitFeatureSums;
        if (loss is Pearson) return PearsonEmitter.EmitSums;
        return s_printers.TryGetValue(operation.GetType(), out var printer) ? printer
            : throw new NotSupportedException($"{operation.Kind} has no kernel.");
    }
}
