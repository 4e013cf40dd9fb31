using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>The steps of a value's epilogue at the positions of one of its phases.</summary>
internal static class PhaseSteps
{
    public static EquatableArray<EpilogueStep> Of(GradientPhase phase, IEnumerable<EpilogueStep> epilogue, View output) =>
        Steps(phase, epilogue, output).ToEquatableArray();

    private static IEnumerable<EpilogueStep> Steps(GradientPhase phase, IEnumerable<EpilogueStep> epilogue, View output)
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
