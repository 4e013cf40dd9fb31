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
/// <param name="Input">What the step's input is called.</param>
public sealed record LossSpec(string Name, Loss Loss, string? Output, LossTarget Target, string Input, double Weight);
