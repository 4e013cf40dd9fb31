using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The steps of a recurrent layer. They are one unit: each needs the state that the one before it has left.</summary>
/// <param name="Weights">What the state is multiplied by, for all gates side by side.</param>
public sealed record RecurrencePlan(
    string Title, Recurrence Steps, PackedWeights Weights, View Input, View Output, EquatableArray<EpilogueStep> Epilogue)
    : CpuKernelPlan(Title)
{
    /// <summary>Sums that a panel has side by side: enough that none waits for itself, and not more than there are registers for.</summary>
    private const int MostVectors = 12;

    /// <summary>Kernels load whole vectors, also those that begin within one.</summary>
    private const int MostLanes = 16;

    /// <summary>Floats of a state, in whole vectors.</summary>
    public int StateFloats => PackedWeights.PaddedTo16(Steps.Hidden);

    /// <summary>The states, behind which the products of a step are.</summary>
    public int States => Steps.HasCell ? 2 : 1;

    public override int Units => 1;

    public override long ScratchFloats =>
        (long)States * StateFloats + PackedWeights.PaddedTo16(Steps.Gates * Steps.Hidden) + MostLanes;

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, Input, Weights.Place);

    public override IEnumerable<View> Writes => [Output];

    /// <summary>Panels of nearly one width.</summary>
    public static RecurrencePlan In(
        WeightLayout layout, string title, Recurrence steps, View input, View output, EquatableArray<EpilogueStep> epilogue)
    {
        PackedWeights weights = layout.Convolution(
            PackedConvolution.Pointwise(new ConvolutionPart(steps.Layer)), steps.Hidden, (vectors, _) =>
            {
                int panels = (vectors + MostVectors - 1) / MostVectors;
                return (vectors + panels - 1) / panels;
            });
        return new RecurrencePlan(weights.Titled(title), steps, weights, input, output, epilogue);
    }
}
