using Fusion.Samples.Distill.Runs;

namespace Fusion.Samples.Distill.Display;

/// <summary>Shows how far the trainings are.</summary>
internal interface IDisplay
{
    /// <summary>Shows while something is done.</summary>
    T While<T>(Func<T> work);

    /// <summary>A training begins or goes on.</summary>
    /// <param name="epochs">What it has made before.</param>
    /// <param name="terms">What the terms of its loss are called.</param>
    void Begin(TrainingRun run, IReadOnlyList<Epoch> epochs, IReadOnlyList<string> terms);

    /// <summary>A step was made.</summary>
    void Step(StepProgress progress);

    /// <summary>An epoch was made and tested.</summary>
    void EndEpoch(TrainingRun run, Epoch epoch);

    /// <summary>The training has ended.</summary>
    void End(TrainingRun run);
}
