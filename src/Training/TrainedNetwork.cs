using System.ComponentModel;
using Fusion.Runtime;

namespace Fusion.Training;

/// <summary>The base of what is trained: weights that the kernels change, what the optimiser keeps, and the steps made.</summary>
/// <remarks>One step runs at a time; its kernels share the threads of <see cref="NetworkOptions.Threads"/>.</remarks>
public abstract unsafe class TrainedNetwork : Network
{
    /// <summary>Gradients that have a norm are below 2e19, and momenta of them hardly more: a step with this rate is finite.</summary>
    private const float MostLearningRate = 1e6f;

    private int _isRunning;

    /// <summary>Begins where the state says. For generated code.</summary>
    /// <param name="info">The step's description.</param>
    /// <param name="training">What is particular to training.</param>
    /// <param name="state">All parameters, and what the optimiser keeps.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="packing">How the state is laid out.</param>
    /// <exception cref="WeightsException">The state does not fit; the message lists every problem.</exception>
    [CLSCompliant(false)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected TrainedNetwork(NetworkInfo info, TrainingInfo training, TrainingState state, NetworkOptions? options, WeightPacking packing)
        : base(info, Of(state).Tensors, (options ?? new NetworkOptions()) with { LargePages = LargePages.AtOnce }, packing)
    {
        Training = training;
        StepCount = state.StepCount;
        Seed = state.Seed;
    }

    /// <summary>The steps made since the beginning of the training, whatever it was resumed from.</summary>
    public long StepCount { get; private protected set; }

    private protected TrainingInfo Training { get; }

    private protected int Seed { get; }

    /// <summary>The trained weights as they are now: a copy, without what is trained beside a network, or its optimiser keeps.</summary>
    public StateDict Weights() => Copy(parameter =>
        parameter.Kind != ParameterKind.OptimizerState && !TrainingInfo.IsConnectors(parameter.Name, Training.Connectors));

    /// <summary>
    /// Writes the trained weights as they are now. The file is written beside the old one and then moved into its place, so that a failure
    /// leaves the old one as it was.
    /// </summary>
    /// <param name="path">The <c>.safetensors</c> file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Weights().Save(path);
    }

    /// <summary>
    /// Writes everything that the training needs to go on from here with the same bits: weights, what the optimiser keeps, the number of
    /// steps, the seed. The file is written beside the old one and then moved into its place, so that the old one is there until the new
    /// one is whole.
    /// </summary>
    /// <param name="path">The <c>.safetensors</c> file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        StateDict state = Copy(_ => true);
        Checkpoint.Mark(state, Info.Name, Training, StepCount, Seed);
        state.Save(path);
    }

    /// <summary>Keeps a step from beginning before the last one has ended. For generated code.</summary>
    /// <exception cref="InvalidOperationException">Another thread is making a step.</exception>
    /// <exception cref="ObjectDisposedException">The training has been disposed of.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Begin()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
            throw new InvalidOperationException($"{Info.Name}: another thread is making a step; one at a time was expected.");
        try
        {
            EnterUse();
        }
        catch (ObjectDisposedException)
        {
            Volatile.Write(ref _isRunning, 0);
            throw;
        }
    }

    /// <summary>The end of <see cref="Begin"/>. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void End()
    {
        LeaveUse();
        Volatile.Write(ref _isRunning, 0);
    }

    /// <summary>What the compiler knows as <c>StepNumbers</c>. Whole numbers go in pieces of 16 bits, because a float has 24.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is none.</exception>
    private protected void SetNumbers(float* numbers, float learningRate)
    {
        if (!float.IsFinite(learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A finite learning rate of at least 0 was expected.");
        if (learningRate > MostLearningRate)
            throw new ArgumentOutOfRangeException(
                nameof(learningRate), learningRate, "A learning rate of at most 1e6 was expected: one step of more may leave the range of "
                + "32-bit floats.");
        numbers[0] = learningRate;
        numbers[1] = Correction(Training.Beta1);
        numbers[2] = Correction(Training.Beta2);
        for (int piece = 0; piece < 3; piece++) numbers[3 + piece] = (ushort)(StepCount >> (16 * piece));
        for (int piece = 0; piece < 2; piece++) numbers[6 + piece] = (ushort)(Seed >> (16 * piece));
    }

    /// <exception cref="ObjectDisposedException">The network has been disposed of.</exception>
    private protected static void CheckNotDisposed(Network network)
    {
        network.EnterUse();
        network.LeaveUse();
    }

    /// <summary>Where a parameter lies among the weights, as the state dict has it.</summary>
    /// <param name="index">Its place in the description.</param>
    private protected Span<float> Values(int index) => WritableWeights(Training.Offsets[index], (int)Info.Parameters[index].Elements);

    /// <summary>What a step has found, as a sentence.</summary>
    /// <param name="areFinite">Whether each value of the gradients is finite.</param>
    private protected static string GradientProblem(bool areFinite) => areFinite
        ? "the loss is finite, and so is each value of the gradients, but they are too large to be squared."
        : "the loss is finite, but a gradient or a batch's statistic is not.";

    private float Correction(double beta) => beta == 0 ? 1 : (float)(1 / (1 - Math.Pow(beta, StepCount + 1)));

    private static TrainingState Of(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state;
    }

    private protected StateDict Copy(Func<ParameterInfo, bool> isWanted)
    {
        Begin();
        try
        {
            var copy = new StateDict();
            for (int i = 0; i < Info.Parameters.Count; i++)
            {
                ParameterInfo parameter = Info.Parameters[i];
                if (!isWanted(parameter)) continue;
                float[] values = Values(i).ToArray();
                if (values.Any(value => !float.IsFinite(value)))
                    throw new TrainingException(
                        $"{Info.Name}: {parameter.Name} has values that are not finite after {StepCount} steps, so that nothing could go "
                        + "on from here; nothing was written. Go back to the last checkpoint, with a lower learning rate.");
                copy.Add(parameter.Name, parameter.Dimensions, values);
            }
            return copy;
        }
        finally
        {
            End();
        }
    }
}
