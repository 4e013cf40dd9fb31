using System.Diagnostics;
using Fusion.Samples.Distill.Display;
using Fusion.Samples.Distill.Pictures;
using Fusion.Training;

namespace Fusion.Samples.Distill.Runs;

/// <summary>A training from its first epoch to its last. Killed at any time, it goes on from its last whole epoch, with the same
/// bits.</summary>
/// <param name="Name">The name of its files: <c>aligned-1</c>.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Seed">Of its first weights and of its batches.</param>
/// <param name="Epochs">How often it sees each picture.</param>
/// <param name="Peak">Its greatest learning rate.</param>
/// <param name="Open">Begins, or goes on from a checkpoint.</param>
internal sealed record TrainingRun(string Name, string Title, int Seed, int Epochs, float Peak, Func<string?, Learner> Open)
{
    /// <summary>Moves by up to two pixels, and every second one mirrored.</summary>
    private static readonly Augmentation Augmentation = new() { Padding = 2, HorizontalFlip = true };

    /// <summary>Makes what is missing of it.</summary>
    /// <returns>All its epochs.</returns>
    public IReadOnlyList<Epoch> Complete(Clothes clothes, RunFiles files, IDisplay display)
    {
        if (File.Exists(files.Weights))
        {
            List<Epoch> all = History.Read(files.History, Epochs);
            display.Begin(this, all, []);
            display.End(this);
            return all;
        }

        using Learner learner = Open(File.Exists(files.Checkpoint) ? files.Checkpoint : null);
        int stepsPerEpoch = clothes.Train.Count / Learners.BatchSize;
        List<Epoch> epochs = History.Read(files.History, (int)(learner.Session.StepCount / stepsPerEpoch));
        display.Begin(this, epochs, learner.Session.TermNames);
        using var batches = new Batches(clothes.Train, Learners.BatchSize, Seed, Augmentation);
        batches.Seek(learner.Session.StepCount);
        int steps = Epochs * stepsPerEpoch;
        LearningRate schedule = LearningRate.OneCycle(Peak, steps, rise: 0.25f);
        while (epochs.Count < Epochs)
        {
            Epoch epoch = MakeEpoch(epochs.Count + 1, stepsPerEpoch, learner, batches, schedule, display);
            Evaluation test = learner.Test(learner.Session.Weights(), clothes.Test);
            epochs.Add(epoch with { Tested = test.Accuracy, CrossEntropy = test.CrossEntropy });
            // What the history has beyond the checkpoint is left out when it goes on; the other way round, it would be missing.
            History.Write(files.History, epochs);
            learner.Session.SaveCheckpoint(files.Checkpoint);
            display.EndEpoch(this, epochs[^1]);
        }

        learner.Session.Save(files.Weights);
        File.Delete(files.Checkpoint);
        display.End(this);
        return epochs;
    }

    private Epoch MakeEpoch(int number, int steps, Learner learner, Batches batches, LearningRate schedule, IDisplay display)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        float[] terms = new float[learner.Session.TermNames.Count];
        var progress = new StepProgress(this, number, steps, terms);
        for (int step = 0; step < steps; step++)
        {
            Batch batch = batches.Next();
            float loss = learner.Step(batch, schedule.At(learner.Session.StepCount));
            learner.Session.CopyTerms(terms);
            progress.Add(loss, Evaluation.Of(learner.Logits(), batch.Labels));
            display.Step(progress);
        }
        return new Epoch(
            number, progress.Loss, progress.Learnt, 0, 0, Stopwatch.GetElapsedTime(start).TotalSeconds,
            (Environment.CpuUsage.TotalTime - busy).TotalSeconds);
    }
}
