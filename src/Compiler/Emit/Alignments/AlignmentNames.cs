using Fusion.Compiler.Emit.Training;

namespace Fusion.Compiler.Emit.Alignments;

/// <summary>The names of an alignment's generated members.</summary>
public static class AlignmentNames
{
    /// <summary>What every alignment that stands alone declares, or may.</summary>
    public static IReadOnlyList<string> Declared { get; } =
    [
        "BatchSize", "WorkspaceBytes", "FusionPlan", "Description", "TrainingInfo", "Start", "Resume", "Forward", "Backward", "Step",
        .. new[] { "weight", "bias", "norm.weight", "norm.bias" }.Select(OfGradient),
    ];

    /// <summary>The member that shows the gradient of a parameter: <c>norm.weight</c> becomes <c>NormWeightGradient</c>.</summary>
    /// <param name="parameter">Its name behind the connector's.</param>
    public static string OfGradient(string parameter) => string.Concat(parameter.Split('.').Select(TrainingNames.Pascal)) + "Gradient";
}
