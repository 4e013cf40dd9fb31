namespace Fusion.Training.Tests.Comparison;

/// <summary>What one step of training gives, whoever runs it.</summary>
/// <param name="Outputs">The network's outputs by name, whole batches, channels last.</param>
/// <param name="Losses">The value of each term by name, without its weight.</param>
/// <param name="Gradients">Of the weighted sum of the terms, by parameter.</param>
/// <param name="Statistics">The running means and variances after the step, by parameter.</param>
internal sealed record StepResult(
    IReadOnlyDictionary<string, double[]> Outputs, IReadOnlyDictionary<string, double[]> Losses,
    IReadOnlyDictionary<string, double[]> Gradients, IReadOnlyDictionary<string, double[]> Statistics);
