using Fusion.Compiler.Differentiate;

namespace Fusion.Compiler.Emit.Training;

/// <summary>What the generated part of a training says beside its kernels.</summary>
/// <param name="Network">The name of the network that is trained.</param>
/// <param name="Samples">How many samples a batch has.</param>
/// <param name="Terms">The terms of the loss with their weights.</param>
/// <param name="Labels">How many classes the labels of an input tell apart, by the input's name.</param>
/// <param name="Betas">Adam's decays; zeros for other optimisers.</param>
public sealed record TrainingClass(
    string Network, int Samples, EquatableArray<(string Name, double Weight)> Terms, EquatableArray<(string Input, int Classes)> Labels,
    (double First, double Second) Betas)
{
    /// <summary>The program that makes no step.</summary>
    public const string EvaluationProgram = "Evaluation";

    /// <summary>What the graphs of a training do.</summary>
    public static EquatableArray<string> Programs { get; } = ["Step", EvaluationProgram];

    /// <summary>How many of the first inputs of the step are the network's.</summary>
    public int NetworkInputs { get; init; }

    /// <summary>The paths of what is trained beside the network, and no part of it.</summary>
    public EquatableArray<string> Connectors { get; init; } = [];

    /// <summary>Those of them whose biases do not start at 0: see <see cref="AlignmentSpec.StartsBiased"/>.</summary>
    public EquatableArray<string> BiasedConnectors { get; init; } = [];

    /// <summary>The inputs of a step that are probabilities.</summary>
    public EquatableArray<string> Probabilities { get; init; } = [];

    /// <summary>The inputs of a step that are masks, and the targets of which they say what counts.</summary>
    public EquatableArray<(string Target, string Mask)> Masks { get; init; } = [];

    /// <summary>The inputs of a step whose labels do not all count by the same weight.</summary>
    public EquatableArray<LabelInput> LabelInputs { get; init; } = [];

    /// <summary>What is declared, in short, for people.</summary>
    public string Declaration { get; init; } = "";

    /// <summary>The same as checkpoints compare it.</summary>
    public string ComparedDeclaration { get; init; } = "";

    /// <summary>What weights keep to.</summary>
    public EquatableArray<WeightProjection> Projections { get; init; } = [];

    /// <summary>The teacher that the training is begun with; null where there is none.</summary>
    public TeacherClass? Teacher { get; init; }

    public int ClassesOf(string input) => Labels.Where(label => label.Input == input).Select(label => label.Classes).FirstOrDefault();
}
