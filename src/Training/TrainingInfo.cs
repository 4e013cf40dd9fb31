using System.ComponentModel;

namespace Fusion.Training;

/// <summary>What the compiler knows about a training step. For generated code.</summary>
/// <param name="Network">The name of the network that is trained.</param>
/// <param name="Samples">How many samples a batch has.</param>
/// <param name="Offsets">Where each parameter of the description lies, in floats from the start of all weights.</param>
/// <param name="Terms">The terms of the loss with their weights, in the order of the last outputs.</param>
/// <param name="Labels">For each input, how many classes its labels tell apart; 0 where it is no label.</param>
/// <param name="Beta1">Adam's decay of the first moment; 0 for other optimisers.</param>
/// <param name="Beta2">Adam's decay of the second moment; 0 for other optimisers.</param>
/// <param name="Connectors">The paths of what is trained beside the network, and no part of it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record TrainingInfo(
    string Network, int Samples, IReadOnlyList<long> Offsets, IReadOnlyList<LossTermInfo> Terms, IReadOnlyList<int> Labels, double Beta1,
    double Beta2, IReadOnlyList<string> Connectors)
{
    /// <summary>What weights keep to.</summary>
    public IReadOnlyList<WeightProjection> Projections { get; init; } = [];

    /// <summary>Those of the connectors whose biases do not start at 0, because a loss divides by the length of what they give.</summary>
    public IReadOnlyList<string> BiasedConnectors { get; init; } = [];

    /// <summary>The inputs of a step that are probabilities.</summary>
    public IReadOnlyList<int> Probabilities { get; init; } = [];

    /// <summary>The inputs of a step that are masks.</summary>
    public IReadOnlyList<StepMask> Masks { get; init; } = [];

    /// <summary>The inputs of a step whose labels do not all count by the same weight.</summary>
    public IReadOnlyList<LabelRule> LabelRules { get; init; } = [];

    /// <summary>What is declared, in short, for people.</summary>
    public string Declaration { get; init; } = "";

    /// <summary>A sum of all that decides what a step makes of a state: network, batch, losses, optimiser, their options, and the teacher's
    /// class.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Whether a parameter is trained beside the network.</summary>
    internal static bool IsConnectors(string parameter, IReadOnlyList<string> connectors) =>
        connectors.Any(path => parameter.StartsWith(path + ".", StringComparison.Ordinal));
}

/// <summary>A term of the loss.</summary>
/// <param name="Name">By which its value is reported.</param>
/// <param name="Weight">Its factor in the sum.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record LossTermInfo(string Name, double Weight);
