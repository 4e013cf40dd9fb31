using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans the gradient of a strided convolution's input: one kernel for each phase of its positions.</summary>
internal static class GradientPhasePlanner
{
    /// <param name="title">Of all kernels together.</param>
    /// <param name="dy">With the zeros around it that the phases ask for.</param>
    /// <param name="epilogue">Of the whole value.</param>
    public static IEnumerable<CpuKernelPlan> Plan(
        InstructionSet set, WeightLayout layout, string title, ConvInputGradient gradient, View dy, View output,
        EquatableArray<EpilogueStep> epilogue)
    {
        IReadOnlyList<GradientPhase> phases = GradientPhase.Of(gradient)!;
        // What no tap reaches is written first, with everything else, of which there is little: the kernel is smaller than the stride.
        if (phases.Any(phase => phase.Convolution is null))
            yield return new MapPlan($"{title}: where no tap reaches", new Zeros(gradient.Input), [], output, epilogue, ByChannels: false);
        foreach (GradientPhase phase in phases)
        {
            if (phase.Convolution is not { } convolution) continue;
            View place = output.Every(phase.First, phase.Step);
            string name = $"{title}, {string.Join("×", convolution.Kernel.Skip(1))} taps from ({string.Join(", ", phase.First.Skip(1))})";
            EquatableArray<EpilogueStep> steps = [.. StepsOf(phase, epilogue, output)];
            if (convolution.IsDepthwise(dy.Channels))
                yield return DepthwisePlanner.Plan(
                    set, layout, name, convolution, dy, place, steps, squeeze: null, DepthwisePlanner.BlockCount(convolution, place));
            else
                yield return ConvolutionPlanner.Plan(
                    set, layout, name, convolution, dy, place, steps, scaledWeights: null, squeeze: null,
                    new TunedLayer("", TunedLayer.EverySet));
        }
    }

    private static IEnumerable<EpilogueStep> StepsOf(GradientPhase phase, IEnumerable<EpilogueStep> epilogue, View output)
    {
        foreach (EpilogueStep step in epilogue)
        {
            if (step.Operation is not AddSpread)
                yield return step.Operand is { } operand && !step.IsPerChannel(output)
                    ? step with { Operand = operand.Every(phase.First, phase.Step) }
                    : step;
            else if (phase.First.All(position => position == 0)) yield return step with { Operation = new Add() };
        }
    }
}
