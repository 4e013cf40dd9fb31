namespace Fusion.Samples.Distill.Runs;

/// <summary>A way in which a student learns.</summary>
/// <param name="Name">The beginning of its files' names.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Open">Begins with a seed, or goes on from a checkpoint.</param>
internal sealed record Way(string Name, string Title, Func<int, string?, Learner> Open);

/// <summary>What the students of one way gave: one for each seed.</summary>
internal sealed record WayResult(Way Way, IReadOnlyList<IReadOnlyList<Epoch>> Runs)
{
    /// <summary>The share of the test that each got right at its end.</summary>
    public IReadOnlyList<double> Accuracies { get; } = [.. Runs.Select(epochs => epochs[^1].Tested)];

    public double Mean => Accuracies.Average();

    /// <summary>The standard deviation of a sample; 0 for one student.</summary>
    public double Spread => Accuracies.Count < 2 ? 0
        : Math.Sqrt(Accuracies.Sum(accuracy => (accuracy - Mean) * (accuracy - Mean)) / (Accuracies.Count - 1));

    /// <summary>How long one student took, in the mean.</summary>
    public double Seconds => Runs.Average(epochs => epochs.Sum(epoch => epoch.Seconds));

    /// <summary>How long the processor's cores were busy with one, in the mean.</summary>
    public double ProcessorSeconds => Runs.Average(epochs => epochs.Sum(epoch => epoch.ProcessorSeconds));
}
