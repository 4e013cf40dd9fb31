using Fusion.Training;

namespace Fusion.Benchmarks;

/// <summary>A generated training, whatever its class.</summary>
internal interface IOwnTraining : IDisposable
{
    TrainingSession Session { get; }

    float Step(float[] images, int[] labels);
}

/// <inheritdoc/>
internal sealed class OwnTraining<T>(T training, Func<T, float[], int[], float> step) : IOwnTraining where T : TrainingSession
{
    public TrainingSession Session => training;

    public float Step(float[] images, int[] labels) => step(training, images, labels);

    public void Dispose() => training.Dispose();
}
