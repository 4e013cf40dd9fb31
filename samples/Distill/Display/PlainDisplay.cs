using Fusion.Samples.Distill.Runs;

namespace Fusion.Samples.Distill.Display;

/// <summary>A line for each epoch, for output that goes into a file.</summary>
internal sealed class PlainDisplay(TextWriter writer) : IDisplay
{
    public T While<T>(Func<T> work) => work();

    public void Begin(TrainingRun run, IReadOnlyList<Epoch> epochs, IReadOnlyList<string> terms) =>
        writer.WriteLine(
            epochs.Count == run.Epochs ? $"{run.Title}: was there, {Numbers.Percent(epochs[^1].Tested)} of the test right"
            : epochs.Count == 0 ? $"{run.Title}: begins, {run.Epochs} epochs"
            : $"{run.Title}: goes on after epoch {epochs.Count} of {run.Epochs}");

    public void Step(StepProgress progress)
    {
    }

    public void EndEpoch(TrainingRun run, Epoch epoch) => writer.WriteLine(
        $"{run.Title}: epoch {epoch.Number} of {run.Epochs}, loss {Numbers.Loss(epoch.Loss)}, learnt {Numbers.Percent(epoch.Learnt)}, "
        + $"test {Numbers.Percent(epoch.Tested)}, {Numbers.Time(epoch.Seconds)}");

    public void End(TrainingRun run)
    {
    }
}
