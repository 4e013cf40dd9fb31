using System.Globalization;
using Fusion.Runtime;

namespace Fusion.Training;

/// <summary>What is said of a step whose loss or gradients are no finite numbers.</summary>
public abstract unsafe partial class TrainingSession
{
    /// <summary>Says where the first value stands that is no finite number, or else the largest gradient. The program has changed nothing,
    /// so that it is run again.</summary>
    private (string? Found, string? Largest) Find(
        int variant, delegate*<KernelRunner, void> program, long workspaceFloats, long scratchFloats, ReadOnlySpan<Binding> bindings)
    {
        if ((FindInInputs() ?? FindInWeights()) is { } given) return (given, null);
        var inspection = new StepInspection(FindValues(variant));
        Watch(program, variant, workspaceFloats, scratchFloats, bindings, inspection.Look);
        return (inspection.Found, inspection.Largest);
    }

    private string? FindInInputs()
    {
        IReadOnlyList<TensorInfo> inputs = Info.Variants[0].Inputs;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<float> mask = MaskOf(i);
            for (int k = 0; k < _lengths[i]; k++)
            {
                float value = _places[i][k];
                if (!float.IsFinite(value) && (mask.IsEmpty || mask[k] != 0))
                    return StepInspection.Describe(value, $"the input '{inputs[i].Name}', sample {k / (_lengths[i] / Training.Samples)}");
            }
        }
        return null;
    }

    private string? FindInWeights()
    {
        for (int i = 0; i < Info.Parameters.Count; i++)
        {
            foreach (float value in Values(i))
                if (!float.IsFinite(value)) return StepInspection.Describe(value, $"'{Info.Parameters[i].Name}', before the step");
        }
        return null;
    }

    private string NotFinite() =>
        $"{Info.Name}, step {StepCount + 1}: the loss is not a finite number ({Terms()}). The weights are those from before the step. A "
            + "lower learning rate, or clipped gradients, may help; so may a look at the inputs.";

    private string GradientNotFinite(string? found, string? largest) =>
        $"{Info.Name}, step {StepCount + 1}: {GradientProblem(areFinite: found is null)} The weights are those from before the step. A "
            + "lower learning rate, or clipped gradients, may help; so may a look at the inputs."
            + (found is null && largest is not null ? $" The largest value: {largest}." : First(found));

    private static string First(string? found) => found is null ? "" : $" The first value that is not finite: {found}.";

    /// <summary>Those that are no finite numbers.</summary>
    private string Terms() => string.Join(", ", Enumerable.Range(0, Training.Terms.Count).Where(i => !float.IsFinite(Term(i)))
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"{Training.Terms[i].Name} is {Term(i)}")));
}
