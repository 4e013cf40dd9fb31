namespace Fusion.Compiler.Operations;

/// <summary>
/// The numbers that a training step is given: places in an input of this many floats. Whole numbers are given 16 bits at a time, the lowest
/// first, because a float has 24.
/// </summary>
public static class StepNumbers
{
    public const int Count = 8;

    /// <summary>The learning rate.</summary>
    public const int LearningRate = 0;

    /// <summary>1 / (1 − β₁ᵗ) of Adam, t counting steps from 1.</summary>
    public const int FirstCorrection = 1;

    /// <summary>1 / (1 − β₂ᵗ).</summary>
    public const int SecondCorrection = 2;

    /// <summary>How many steps were made before: three numbers.</summary>
    public const int Step = 3;

    /// <summary>The training's seed: two numbers.</summary>
    public const int Seed = 6;
}
