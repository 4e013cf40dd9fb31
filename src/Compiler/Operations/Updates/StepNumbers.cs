namespace Fusion.Compiler.Operations;

/// <summary>The numbers that a training step is given: places in an input of this many floats.</summary>
public static class StepNumbers
{
    public const int Count = 4;

    /// <summary>The learning rate.</summary>
    public const int LearningRate = 0;

    /// <summary>1 / (1 − β₁ᵗ) of Adam, t counting steps from 1.</summary>
    public const int FirstCorrection = 1;

    /// <summary>1 / (1 − β₂ᵗ).</summary>
    public const int SecondCorrection = 2;
}
