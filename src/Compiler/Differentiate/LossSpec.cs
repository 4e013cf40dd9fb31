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
}

/// <summary>A term of the loss as it is declared.</summary>
/// <param name="Name">By which its value is reported.</param>
/// <param name="Output">The name of the network's result; null for the only one.</param>
/// <param name="Inputs">What it is compared with, in the order of the loss's own inputs.</param>
public sealed record LossSpec(string Name, Loss Loss, string? Output, EquatableArray<LossInput> Inputs, double Weight);

/// <summary>Something that a loss compares the network's result with.</summary>
/// <param name="Name">What the step's input is called.</param>
public sealed record LossInput(LossTarget Target, string Name);
