namespace Fusion.Compiler.Differentiate;

/// <summary>What a training step does.</summary>
/// <param name="Samples">How many samples a batch has.</param>
/// <param name="Losses">What is to become small; their weighted sum.</param>
public sealed record TrainingRecipe(int Samples, EquatableArray<LossTerm> Losses, Optimizer Optimizer)
{
    public FrozenLayers Frozen { get; init; } = FrozenLayers.None;

    /// <summary>The share of a batch's statistics in a norm's running ones.</summary>
    public double StatisticsMomentum { get; init; } = 0.1;
}
