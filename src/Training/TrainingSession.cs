using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fusion.Runtime;

namespace Fusion.Training;

/// <summary>The base of every generated training: the weights as they are trained, what the optimiser keeps, and the steps made.</summary>
/// <remarks>One step runs at a time; its kernels share the threads of <see cref="NetworkOptions.Threads"/>.</remarks>
public abstract unsafe class TrainingSession : Network
{
    private readonly TrainingInfo _training;
    private readonly float[] _memory;
    private readonly float*[] _places;
    private readonly int[] _lengths;
    private readonly int _seed;
    private int _isRunning;

    /// <summary>Begins where the state says.</summary>
    /// <param name="info">The step's description.</param>
    /// <param name="training">What is particular to training.</param>
    /// <param name="state">All parameters, and what the optimiser keeps.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="packing">How the state is laid out.</param>
    /// <exception cref="WeightsException">The state does not fit; the message lists every problem.</exception>
    [CLSCompliant(false)]
    protected TrainingSession(NetworkInfo info, TrainingInfo training, TrainingState state, NetworkOptions? options, WeightPacking packing)
        : base(info, Of(state).Tensors, options, packing)
    {
        _training = training;
        StepCount = state.StepCount;
        _seed = state.Seed;
        NetworkVariant step = info.Variants[0];
        TensorInfo[] tensors = [.. step.Inputs, .. step.Outputs];
        long[] offsets = new long[tensors.Length];
        long floats = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            offsets[i] = floats;
            floats += (tensors[i].Elements + 15) / 16 * 16;
        }
        // Managed, so that a span of results keeps it alive; pinned, for the kernels. A vector may be read past the last value.
        const int slack = 64;
        _memory = GC.AllocateArray<float>(checked((int)floats + slack), pinned: true);
        _lengths = [.. tensors.Select(tensor => (int)tensor.Elements)];
        _places = new float*[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
            _places[i] = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory)) + offsets[i];
    }

    /// <summary>The steps made since the beginning of the training, whatever it was resumed from.</summary>
    public long StepCount { get; private set; }

    /// <summary>The weights of the network as they are now: a copy, which the network and PyTorch load.</summary>
    public StateDict Weights() => Copy(parameter =>
        parameter.Kind != ParameterKind.OptimizerState && !TrainingInfo.IsConnectors(parameter.Name, _training.Connectors));

    /// <summary>
    /// Writes the weights of the network as they are now. The file is written beside the old one and then moved into its place, so that a
    /// failure leaves the old one as it was.
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
        Checkpoint.Mark(state, Info.Name, StepCount, _seed);
        state.Save(path);
    }

    /// <summary>Where an input's values go before a step. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Give(int input, ReadOnlySpan<float> values, string parameter)
    {
        if (values.Length != _lengths[input]) throw WrongLength(parameter, values.Length, _lengths[input]);
        values.CopyTo(new Span<float>(_places[input], values.Length));
    }

    /// <summary>Where class labels go before a step. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Give(int input, ReadOnlySpan<int> labels, string parameter)
    {
        if (labels.Length != _lengths[input]) throw WrongLength(parameter, labels.Length, _lengths[input]);
        int classes = _training.Labels[input];
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
                throw new ArgumentOutOfRangeException(
                    parameter, labels[i], $"{parameter}[{i}] is {labels[i]}; a class from 0 to {classes - 1} was expected.");
            _places[input][i] = labels[i];
        }
    }

    /// <summary>Where an input's values go, for the teacher to write them there. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Span<float> Place(int input) => new(_places[input], _lengths[input]);

    /// <summary>Where one sample's values of an input go, for the teacher's. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Span<float> Place(int input, int sample)
    {
        int elements = _lengths[input] / _training.Samples;
        return Place(input).Slice(sample * elements, elements);
    }

    /// <summary>Makes a step of what was given. For generated code.</summary>
    /// <returns>The weighted sum of the loss's terms.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [CLSCompliant(false)]
    protected float Step(delegate*<KernelRunner, void> program, long workspaceFloats, long scratchFloats, float learningRate)
    {
        if (!float.IsFinite(learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A finite learning rate of at least 0 was expected.");
        NetworkVariant step = Info.Variants[0];
        int inputs = step.Inputs.Count;
        SetNumbers(_places[inputs - 1], learningRate);
        Span<Binding> bindings = stackalloc Binding[_places.Length];
        for (int i = 0; i < bindings.Length; i++) bindings[i] = new Binding(_places[i], 0);
        Execute(program, 0, workspaceFloats, scratchFloats, 1, bindings);
        double loss = 0;
        for (int i = 0; i < _training.Terms.Count; i++) loss += _training.Terms[i].Weight * Term(i);
        if (!double.IsFinite(loss)) throw new TrainingException(NotFinite());
        if (!float.IsFinite(Guard)) throw new TrainingException(GradientNotFinite());
        StepCount++;
        return (float)loss;
    }

    /// <summary>One term of the loss of the last step, without its weight. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected float Term(int index) => *_places[_places.Length - _training.Terms.Count + index];

    /// <summary>What the gradients of the last step were multiplied by; no number where the step changed nothing.</summary>
    private float Guard => *_places[_places.Length - _training.Terms.Count - 1];

    /// <summary>One result of the network in the last step, for all samples. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ReadOnlySpan<float> Result(int output)
    {
        int place = Info.Variants[0].Inputs.Count + output;
        int start = (int)(_places[place] - _places[0]);
        return _memory.AsSpan(start, _lengths[place]);
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

    private static TrainingState Of(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state;
    }

    private static ArgumentException WrongLength(string parameter, int found, long expected) => new(
        $"{parameter}: {found} values were given; {expected} were expected, for a whole batch.", parameter);

    /// <summary>What the compiler knows as <c>StepNumbers</c>. Whole numbers go in pieces of 16 bits, because a float has 24.</summary>
    private void SetNumbers(float* numbers, float learningRate)
    {
        numbers[0] = learningRate;
        numbers[1] = Correction(_training.Beta1);
        numbers[2] = Correction(_training.Beta2);
        for (int piece = 0; piece < 3; piece++) numbers[3 + piece] = (ushort)(StepCount >> (16 * piece));
        for (int piece = 0; piece < 2; piece++) numbers[6 + piece] = (ushort)(_seed >> (16 * piece));
    }

    private float Correction(double beta) => beta == 0 ? 1 : (float)(1 / (1 - Math.Pow(beta, StepCount + 1)));

    private string NotFinite()
    {
        var terms = Enumerable.Range(0, _training.Terms.Count).Where(i => !float.IsFinite(Term(i)))
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{_training.Terms[i].Name} is {Term(i)}"));
        return $"{Info.Name}, step {StepCount + 1}: the loss is not a finite number ({string.Join(", ", terms)}). The weights are those "
            + "from before the step. A lower learning rate, or clipped gradients, may help; so may a look at the inputs.";
    }

    private string GradientNotFinite() =>
        $"{Info.Name}, step {StepCount + 1}: the loss is finite, but a gradient or a batch's statistic is not, or too large to be squared. "
            + "The weights are those from before the step. Look for infinite or huge inputs; a lower learning rate may help, too.";

    private StateDict Copy(Func<ParameterInfo, bool> isWanted)
    {
        Begin();
        try
        {
            var copy = new StateDict();
            for (int i = 0; i < Info.Parameters.Count; i++)
            {
                ParameterInfo parameter = Info.Parameters[i];
                if (!isWanted(parameter)) continue;
                float[] values = PackedWeights(_training.Offsets[i], (int)parameter.Elements).ToArray();
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
