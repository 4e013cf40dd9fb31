using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Prints the gradients of losses: one printer per loss, found by its type.</summary>
public static class LossGradientEmitter
{
    private static readonly Dictionary<Type, Action<MapWriter>> s_printers = new()
    {
        [typeof(CrossEntropy)] = CrossEntropyEmitter.EmitGradient,
        [typeof(DecoupledSoftLabels)] = DecoupledSoftLabelsEmitter.EmitGradient,
        [typeof(ChannelWiseKl)] = ChannelWiseKlEmitter.EmitGradient,
        [typeof(Pearson)] = PearsonEmitter.EmitGradient,
        [typeof(SoftLabels)] = SoftLabelsEmitter.EmitGradient,
        [typeof(MeanSquaredError)] = ElementwiseLossEmitter.EmitGradient,
        [typeof(WeightedSquaredError)] = ElementwiseLossEmitter.EmitGradient,
        [typeof(MeanAbsoluteError)] = ElementwiseLossEmitter.EmitGradient,
        [typeof(SmoothL1)] = ElementwiseLossEmitter.EmitGradient,
        [typeof(BinaryCrossEntropy)] = ElementwiseLossEmitter.EmitGradient,
        [typeof(MarginMse)] = ElementwiseLossEmitter.EmitGradient,
    };

    public static void Emit(MapWriter map)
    {
        Loss loss = ((LossGradient)map.Plan.Operation).Loss;
        if (SampleSums.Takes(map.Plan.Operation) && loss is not ChannelWiseKl)
        {
            SampleLossEmitter.EmitGradient(map);
            return;
        }
        if (!s_printers.TryGetValue(loss.GetType(), out var printer))
            throw new NotSupportedException($"The gradient of {loss.Kind} has no kernel.");
        printer(map);
    }

    /// <summary>The derivative of all by the loss, the operation's last input; sums that were taken before may come behind it.</summary>
    internal static string Seed(MapWriter map)
    {
        int behind = SampleSums.Takes(map.Plan.Operation) || PearsonPlanner.Takes(map.Plan.Operation) ? 2 : 1;
        return $"*({KernelText.Base(map.Plan.Inputs[map.Plan.Inputs.Count - behind])})";
    }
}
