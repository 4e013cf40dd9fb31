using Fusion.Training;

namespace Fusion.Samples.Distill.Runs;

/// <summary>Makes a step of a batch.</summary>
/// <param name="terms">Each term of the loss, without its weight.</param>
/// <returns>The weighted sum of the terms.</returns>
internal delegate float LearnStep(Batch batch, float learningRate, Span<float> terms);

/// <summary>The logits of the last step, all samples one behind the other.</summary>
internal delegate ReadOnlySpan<float> LastLogits();

/// <summary>A generated training behind one face, for the loop that makes its steps.</summary>
/// <param name="Session">The training itself.</param>
/// <param name="Terms">What the terms of its loss are called.</param>
internal sealed record Learner(TrainingSession Session, params IReadOnlyList<string> Terms) : IDisposable
{
    /// <summary>Makes a step.</summary>
    public required LearnStep Step { get; init; }

    /// <summary>What the last step gave.</summary>
    public required LastLogits Logits { get; init; }

    /// <summary>Loads the weights into the network that runs, and tests it.</summary>
    public required Func<StateDict, SampleSource, Evaluation> Test { get; init; }

    public void Dispose() => Session.Dispose();
}
