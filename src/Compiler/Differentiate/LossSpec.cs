namespace Fusion.Compiler.Differentiate;

/// <summary>What a loss compares the network's result with.</summary>
public enum LossTarget
{
    /// <summary>A class for each position.</summary>
    Label,

    /// <summary>A value of the result's shape.</summary>
    Value,

    /// <summary>The teacher's result, of the same shape.</summary>
    Teacher,

    /// <summary>How much each value of the result counts, of its shape.</summary>
    Mask,

    /// <summary>How much each label counts, which the run time finds by a <see cref="LabelRule"/>.</summary>
    LabelWeight,
}

/// <summary>A term of the loss as it is declared.</summary>
/// <param name="Name">By which its value is reported.</param>
/// <param name="Output">The name of the network's result; null for the only one.</param>
/// <param name="Inputs">What it is compared with, in the order of the loss's own inputs.</param>
public sealed record LossSpec(string Name, Loss Loss, string? Output, EquatableArray<LossInput> Inputs, double Weight)
{
    /// <summary>Which labels count; null where all do, by the same weight.</summary>
    public LabelRule? Labels { get; init; }

    /// <summary>The input of a kind; null where there is none.</summary>
    public LossInput? Find(LossTarget target) => Inputs.FirstOrDefault(input => input.Target == target);
}

/// <summary>Which labels count, and how much.</summary>
/// <param name="Ignored">The label of positions that do not count; null for none.</param>
/// <param name="ClassWeights">One for each class; empty where all are 1.</param>
public sealed record LabelRule(int? Ignored, EquatableArray<double> ClassWeights);

/// <summary>A rule for an input of a step.</summary>
/// <param name="Labels">The input with the labels.</param>
/// <param name="Weights">The input where their weights go.</param>
public sealed record LabelInput(string Labels, string Weights, LabelRule Rule);

/// <summary>Something that a loss compares the network's result with.</summary>
/// <param name="Name">What the step's input is called.</param>
public sealed record LossInput(LossTarget Target, string Name);
