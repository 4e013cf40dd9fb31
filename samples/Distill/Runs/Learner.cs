using Fusion.Training;

namespace Fusion.Samples.Distill.Runs;

/// <summary>Makes a step of a batch.</summary>
/// <returns>The weighted sum of the loss's terms.</returns>
internal delegate float LearnStep(Batch batch, float learningRate);

/// <summary>The logits of the last step, all samples one behind the other.</summary>
internal delegate ReadOnlySpan<float> LastLogits();

/// <summary>A generated training behind one face, for the loop that makes its steps.</summary>
/// <param name="Session">The training itself.</param>
/// <param name="Step">Makes a step.</param>
/// <param name="Logits">What the last step gave.</param>
/// <param name="Test">Loads the weights into the network that runs, and tests it.</param>
internal sealed record Learner(
    TrainingSession Session, LearnStep Step, LastLogits Logits, Func<StateDict, SampleSource, Evaluation> Test) : IDisposable
{
    public void Dispose() => Session.Dispose();
}
