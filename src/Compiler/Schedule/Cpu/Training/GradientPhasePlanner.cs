using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans the gradient of a strided convolution's input, and transposed convolutions: one kernel for each phase of the
/// positions.</summary>
internal static class GradientPhasePlanner
{
    /// <param name="title">Of all kernels together.</param>
    /// <param name="dy">With the zeros around it that the phases ask for.</param>
    /// <param name="epilogue">Of the whole value.</param>
    public static IEnumerable<CpuKernelPlan> Plan(
        InstructionSet set, WeightLayout layout, string title, Operation core, View dy, View output,
        EquatableArray<EpilogueStep> epilogue)
    {
        IReadOnlyList<GradientPhase> phases = GradientPhase.Of(core);
        // What no tap reaches is written first, with everything else, of which there is little: the kernel is smaller than the stride.
        if (phases.Any(phase => phase.Convolution is null) && core is ConvInputGradient gradient)
            yield return new MapPlan($"{title}: where no tap reaches", new Zeros(gradient.Input), [], output, epilogue, ByChannels: false);
        foreach (GradientPhase phase in phases)
        {
            if (phase.Convolution is not { } convolution) continue;
            View place = output.Every(phase.First, phase.Step);
            string taps = convolution.IsConstant ? "no" : string.Join("×", convolution.Kernel.Skip(1));
            string name = $"{title}, {taps} taps from ({string.Join(", ", phase.First.Skip(1))})";
            EquatableArray<EpilogueStep> steps = PhaseSteps.Of(phase, epilogue, output);
            if (convolution.IsDepthwise(dy.Channels))
                yield return DepthwisePlanner.Plan(
                    set, layout, name, convolution, dy, place, steps, squeeze: null, DepthwisePlanner.BlockCount(convolution, place));
            else
                yield return ConvolutionPlanner.Plan(
                    set, layout, name, convolution, dy, place, steps, scaledWeights: null, squeeze: null,
                    new TunedLayer("", TunedLayer.EverySet));
        }
    }
}
