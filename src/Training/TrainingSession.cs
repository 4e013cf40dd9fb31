using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fusion.Runtime;

namespace Fusion.Training;

/// <summary>The base of every generated training: the weights as they are trained, what the optimiser keeps, and the steps made.</summary>
public abstract unsafe partial class TrainingSession : TrainedNetwork
{
    private readonly float[] _memory;
    private readonly float*[] _places;
    private readonly int[] _lengths;
    private readonly string[] _termNames;

    /// <summary>Begins where the state says.</summary>
    /// <param name="info">The step's description.</param>
    /// <param name="training">What is particular to training.</param>
    /// <param name="state">All parameters, and what the optimiser keeps.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="packing">How the state is laid out.</param>
    /// <exception cref="WeightsException">The state does not fit; the message lists every problem.</exception>
    [CLSCompliant(false)]
    protected TrainingSession(NetworkInfo info, TrainingInfo training, TrainingState state, NetworkOptions? options, WeightPacking packing)
        : base(info, training, state, options, packing)
    {
        NetworkVariant step = info.Variants[0];
        _termNames = [.. training.Terms.Select(term => term.Name)];
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

    /// <summary>The weights of the alignments' connectors as they are now, which are no part of the network: a copy, from which an
    /// alignment that stands alone starts.</summary>
    public StateDict Connectors() => Copy(parameter =>
        parameter.Kind != ParameterKind.OptimizerState && TrainingInfo.IsConnectors(parameter.Name, Training.Connectors));

    /// <summary>The names of the loss's terms, as the members of <c>Loss</c> are called.</summary>
    public IReadOnlyList<string> TermNames => _termNames;

    /// <summary>Copies each term of the loss of the last step or evaluation, without its weight: for what is the same for all trainings,
    /// such as a display. Allocates nothing.</summary>
    /// <param name="values">One for each of <see cref="TermNames"/>.</param>
    /// <exception cref="ArgumentException">There is no room for all.</exception>
    /// <exception cref="ObjectDisposedException">The training has been disposed of.</exception>
    public void CopyTerms(Span<float> values)
    {
        CheckNotDisposed(this);
        if (values.Length < _termNames.Length)
            throw new ArgumentException(
                $"values: room for {values.Length} was given; {_termNames.Length} terms were to be copied.", nameof(values));
        for (int i = 0; i < _termNames.Length; i++) values[i] = Term(i);
    }

    /// <summary>A teacher that can run. For generated code.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static TNetwork UsableTeacher<TNetwork>(TNetwork? teacher)
        where TNetwork : Network
    {
        ArgumentNullException.ThrowIfNull(teacher);
        CheckNotDisposed(teacher);
        return teacher;
    }

    /// <summary>Where an input's values go before a step. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Give(int input, ReadOnlySpan<float> values, string parameter)
    {
        if (values.Length != _lengths[input]) throw WrongLength(parameter, values.Length, _lengths[input]);
        if (Training.Probabilities.Contains(input) && MaskOf(input).IsEmpty) CheckProbabilities(values, parameter);
        if (TargetOf(input) is not { } target)
        {
            values.CopyTo(Place(input));
            return;
        }
        StepMask.Give(values, Place(input), parameter);
        // Given before its mask.
        if (Training.Probabilities.Contains(target)) CheckProbabilities(Place(target), Info.Variants[0].Inputs[target].Name, values);
    }

    /// <summary>Where class labels go before a step. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Give(int input, ReadOnlySpan<int> labels, string parameter)
    {
        if (labels.Length != _lengths[input]) throw WrongLength(parameter, labels.Length, _lengths[input]);
        int classes = Training.Labels[input];
        LabelRule? rule = RuleOf(input);
        for (int i = 0; i < labels.Length; i++)
        {
            bool isIgnored = rule?.Ignores(labels[i]) == true;
            if (!isIgnored && (uint)labels[i] >= (uint)classes)
                throw new ArgumentOutOfRangeException(
                    parameter, labels[i],
                    $"{parameter}[{i}] is {labels[i]}; a class from 0 to {classes - 1}{rule?.Allowed} was expected.");
            _places[input][i] = isIgnored ? 0 : labels[i];
        }
        rule?.Weigh(labels, Place(rule.Weights));
    }

    /// <summary>Where an input's values go, for the teacher to write them there. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Span<float> Place(int input) => new(_places[input], _lengths[input]);

    /// <summary>Where one sample's values of an input go, for the teacher's. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Span<float> Place(int input, int sample)
    {
        int elements = _lengths[input] / Training.Samples;
        return Place(input).Slice(sample * elements, elements);
    }

    /// <summary>Makes a step of what was given. For generated code.</summary>
    /// <returns>The weighted sum of the loss's terms.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [CLSCompliant(false)]
    protected float Step(delegate*<KernelRunner, void> program, long workspaceFloats, long scratchFloats, float learningRate)
    {
        NetworkVariant step = Info.Variants[0];
        int inputs = step.Inputs.Count;
        SetNumbers(_places[inputs - 1], learningRate);
        Span<Binding> bindings = stackalloc Binding[_places.Length];
        for (int i = 0; i < bindings.Length; i++) bindings[i] = new Binding(_places[i], 0);
        Execute(program, 0, workspaceFloats, scratchFloats, 1, bindings);
        double loss = Sum();
        if (!double.IsFinite(loss) || !float.IsFinite(Guard))
        {
            var (found, largest) = Find(0, program, workspaceFloats, scratchFloats, bindings);
            throw new TrainingException(double.IsFinite(loss) ? GradientNotFinite(found, largest) : NotFinite() + First(found));
        }
        StepCount++;
        return (float)loss;
    }

    /// <summary>Finds the losses of what was given, without a step. For generated code.</summary>
    /// <returns>The weighted sum of the loss's terms.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [CLSCompliant(false)]
    protected float Evaluate(delegate*<KernelRunner, void> program, long workspaceFloats, long scratchFloats)
    {
        // What the step has beside is its last input, and the guard between the network's results and the terms.
        int terms = Training.Terms.Count, inputs = Info.Variants[0].Inputs.Count - 1, results = _places.Length - inputs - terms - 2;
        Span<Binding> bindings = stackalloc Binding[inputs + results + terms];
        for (int i = 0; i < bindings.Length; i++)
        {
            int place = i < inputs ? i : i < inputs + results ? i + 1 : i + 2;
            bindings[i] = new Binding(_places[place], 0);
        }
        Execute(program, 1, workspaceFloats, scratchFloats, 1, bindings);
        double loss = Sum();
        return double.IsFinite(loss) ? (float)loss
            : throw new TrainingException($"{Info.Name}, evaluated after {StepCount} steps: the loss is not a finite number "
                + $"({Terms()}).{First(Find(1, program, workspaceFloats, scratchFloats, bindings).Found)}");
    }

    /// <summary>One term of the loss of the last step or evaluation, without its weight. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected float Term(int index) => *_places[_places.Length - Training.Terms.Count + index];

    /// <summary>The target of which an input says what counts.</summary>
    private int? TargetOf(int input)
    {
        for (int i = 0; i < Training.Masks.Count; i++)
            if (Training.Masks[i].Mask == input) return Training.Masks[i].Target;
        return null;
    }

    /// <summary>What says how much an input counts; empty where all of it does.</summary>
    private ReadOnlySpan<float> MaskOf(int input)
    {
        for (int i = 0; i < Training.Masks.Count; i++)
            if (Training.Masks[i].Target == input) return Place(Training.Masks[i].Mask);
        return [];
    }

    private LabelRule? RuleOf(int input)
    {
        for (int i = 0; i < Training.LabelRules.Count; i++)
            if (Training.LabelRules[i].Labels == input) return Training.LabelRules[i];
        return null;
    }

    private double Sum()
    {
        double loss = 0;
        for (int i = 0; i < Training.Terms.Count; i++) loss += Training.Terms[i].Weight * Term(i);
        return loss;
    }

    /// <summary>What the gradients of the last step were multiplied by; no number where the step changed nothing.</summary>
    private float Guard => *_places[_places.Length - Training.Terms.Count - 1];

    /// <summary>One result of the network in the last step, for all samples. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ReadOnlySpan<float> Result(int output)
    {
        CheckNotDisposed(this);
        int place = Info.Variants[0].Inputs.Count + output;
        int start = (int)(_places[place] - _places[0]);
        return _memory.AsSpan(start, _lengths[place]);
    }

    /// <summary>Where the kernels of a program write values. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual StepValue[] FindValues(int program) => [];

    /// <summary>NaN is for the step to find.</summary>
    private static void CheckProbabilities(ReadOnlySpan<float> values, string parameter, ReadOnlySpan<float> mask = default)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is < 0 or > 1 && (mask.IsEmpty || mask[i] != 0))
                throw new ArgumentOutOfRangeException(
                    parameter, values[i], FormattableString.Invariant(
                        $"{parameter}[{i}] is {values[i]}; a probability from 0 to 1 was expected."));
        }
    }

    private static ArgumentException WrongLength(string parameter, int found, long expected) => new(
        $"{parameter}: {found} values were given; {expected} were expected, for a whole batch.", parameter);
}
