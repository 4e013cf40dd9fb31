namespace Fusion.Compiler.Operations;

/// <summary>What an operation sees when it says what it is in training, where a value is a whole batch.</summary>
public abstract class TrainingContext
{
    /// <summary>The values that the operation reads; each has the batch as its first dimension.</summary>
    public abstract IReadOnlyList<int> Inputs { get; }

    /// <summary>The shapes of one sample of each.</summary>
    public abstract IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>How many samples a batch has.</summary>
    public abstract int Samples { get; }

    /// <summary>Whether the parameters of that path are not trained, and its statistics are those at inference.</summary>
    public abstract bool IsFrozen(string path);

    /// <summary>Whether the layer that the operation stands in is not trained.</summary>
    public abstract bool IsInFrozenLayer { get; }

    /// <summary>Whether the network is looked at between the steps: norms use their running statistics as they are then, and nothing is
    /// dropped.</summary>
    public abstract bool IsEvaluation { get; }

    /// <summary>The input with the numbers of the step: see <see cref="Operations.StepNumbers"/>.</summary>
    public abstract int StepNumbers { get; }

    /// <summary>A number that no other operation of the network takes: which of the step's random numbers are its own.</summary>
    public abstract int TakeStream();

    /// <summary>Appends an operation that runs on every sample alone.</summary>
    public abstract int Each(Operation operation, params int[] inputs);

    /// <summary>Appends an operation that sees all samples at once.</summary>
    public abstract int Add(Operation operation, params int[] inputs);

    /// <summary>Says that the mean and variance in <paramref name="statistics"/>, of shape (2, C), go into a norm's running ones.</summary>
    public abstract void KeepStatistics(string path, int statistics);
}
