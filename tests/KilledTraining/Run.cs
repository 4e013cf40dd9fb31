using Fusion.Training;

namespace Fusion.KilledTraining;

/// <summary>A training that goes on from its checkpoint, if there is one.</summary>
public sealed class Run : IDisposable
{
    private const int Samples = 7;
    private readonly Batches _batches;

    private Run(WideTraining training)
    {
        Training = training;
        float[] values = new float[Samples * 4 * 4];
        for (int i = 0; i < values.Length; i++) values[i] = i * 37 % 101 / 101f;
        var source = SampleSource.FromFloats(values, new[] { 0, 1, 2, 3, 0, 1, 2 }, 4, 4, 1);
        _batches = new Batches(source, WideTraining.BatchSize, seed: 1, new Augmentation { Padding = 1, HorizontalFlip = true });
        _batches.Seek(training.StepCount);
    }

    public WideTraining Training { get; }

    /// <summary>Goes on from the checkpoint, or begins where there is none.</summary>
    public static Run Open(string checkpoint)
    {
        var options = new NetworkOptions { Threads = 1 };
        return new(File.Exists(checkpoint) ? WideTraining.Resume(checkpoint, options) : WideTraining.Start(1, options));
    }

    public void Step()
    {
        Batch batch = _batches.Next();
        Training.Step(batch.Values, batch.Labels, 0.01f);
    }

    public void Dispose()
    {
        _batches.Dispose();
        Training.Dispose();
    }
}
