using System.ComponentModel;
using System.Globalization;
using Fusion.Runtime;

namespace Fusion.Training;

/// <summary>The base of every generated alignment that stands alone: the connector, its gradients, and what its optimiser
/// keeps.</summary>
/// <remarks>The features are read where the caller has them, and gradients of features are written there: nothing is copied.</remarks>
public abstract unsafe partial class AlignmentSession : TrainedNetwork
{
    private const string Weight = "weight", Numbers = "step", Guard = "guard", Gradients = "gradient.";

    private readonly AlignmentMemory _memory;
    private readonly float*[][] _places;
    private readonly int _student, _teacher;
    private readonly string _loss, _teacherGradient;

    /// <summary>Begins where the state says. For generated code.</summary>
    /// <param name="info">The description: a variant for each program, of which the first gives the loss.</param>
    /// <param name="training">What is particular to training.</param>
    /// <param name="form">What the connector is.</param>
    /// <param name="state">All parameters, and what the optimiser keeps.</param>
    /// <param name="margins">The teacher's margins; none where the loss has none.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="packing">How the state is laid out.</param>
    /// <exception cref="WeightsException">The state does not fit; the message lists every problem.</exception>
    [CLSCompliant(false)]
    protected AlignmentSession(
        NetworkInfo info, TrainingInfo training, AlignmentForm form, TrainingState state, float[] margins, NetworkOptions? options,
        WeightPacking packing)
        : base(info, training, Own(state, info), options, packing)
    {
        Form = form;
        ArgumentNullException.ThrowIfNull(margins);
        IReadOnlyList<TensorInfo> inputs = info.Variants[0].Inputs;
        (_student, _teacher) = ((int)inputs[0].Elements, (int)inputs[1].Elements);
        _loss = info.Variants[0].Outputs[^1].Name;
        _teacherGradient = Gradients + inputs[1].Name;
        string[] callers = [inputs[0].Name, inputs[1].Name, Gradients + inputs[0].Name, _teacherGradient];
        _memory = new AlignmentMemory(info.Variants, callers.Contains);
        if (margins.Length > 0) margins.CopyTo(_memory[inputs[2].Name]);
        _places = new float*[info.Variants.Count][];
        for (int i = 0; i < _places.Length; i++)
        {
            TensorInfo[] tensors = [.. info.Variants[i].Inputs, .. info.Variants[i].Outputs];
            _places[i] = new float*[tensors.Length];
            for (int place = 0; place < tensors.Length; place++)
                if (_memory.Has(tensors[place].Name)) _places[i][place] = _memory.Pointer(tensors[place].Name);
        }
    }

    /// <summary>What the connector is.</summary>
    public AlignmentForm Form { get; }

    /// <summary>The loss. Allocates nothing.</summary>
    /// <param name="student">The student's features, a whole batch.</param>
    /// <param name="teacher">The teacher's.</param>
    /// <returns>The loss, without a weight.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    /// <exception cref="TrainingException">The loss is no finite number.</exception>
    public abstract float Forward(ReadOnlySpan<float> student, ReadOnlySpan<float> teacher);

    /// <summary>The loss and the gradients of the student's features and the connector, and, on request, of the teacher's features.
    /// Allocates nothing.</summary>
    /// <param name="student">The student's features, a whole batch.</param>
    /// <param name="teacher">The teacher's.</param>
    /// <param name="studentGradient">Where the gradient of the student's features goes.</param>
    /// <param name="teacherGradient">Where that of the teacher's goes; empty where it is not wanted.</param>
    /// <param name="weight">What all gradients are multiplied by.</param>
    /// <returns>The loss, without a weight.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, or lies where it must not.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is no finite number.</exception>
    public abstract float Backward(
        ReadOnlySpan<float> student, ReadOnlySpan<float> teacher, Span<float> studentGradient, Span<float> teacherGradient = default,
        float weight = 1);

    /// <summary>
    /// Merges the connector into the student's layer before it, a linear one of one tap: <c>W = C·W₁</c> and <c>b = C·b₁ + c</c>, in
    /// double precision, rounded once. What the layer then gives are the connected features, so that it has as many outputs as the
    /// teacher's features have channels, and a bias where either has one. The rest of the student was trained to read what the layer gave
    /// before; nothing of it that reads the layer, directly or not, is among the weights that come back, even where the channels are as
    /// many as before. A network that is declared with the new channels, and ends there, loads them; what is declared behind must be
    /// trained anew.
    /// </summary>
    /// <param name="student">The student's weights; they stay as they are.</param>
    /// <returns>A copy in which the layer's weights are those of both, without the weights behind it.</returns>
    /// <exception cref="InvalidOperationException">There is no connector, or no such layer before it: the student runs without
    /// it.</exception>
    /// <exception cref="WeightsException">The layer is not among the weights, or has another number of outputs.</exception>
    public StateDict Fold(StateDict student)
    {
        ArgumentNullException.ThrowIfNull(student);
        return Form.FoldsInto is { } layer ? ConnectorFold.Into(student, layer, Form.BehindFold, Weights(), Info.Name)
            : throw new InvalidOperationException(
                $"{Info.Name}: the connector cannot be merged into a layer of the student, which runs without it; {Info.Name}.FusionPlan "
                + "says why.");
    }

    /// <summary>Copies a parameter of the connector, as it is now.</summary>
    /// <param name="parameter">Its name in <see cref="Network.Info"/>.</param>
    /// <param name="values">As many values as it has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or it has another number of values.</exception>
    public void GetParameter(string parameter, Span<float> values)
    {
        int index = Find(parameter, values.Length);
        Begin();
        try
        {
            Values(index).CopyTo(values);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Replaces a parameter of the connector, which an optimiser of the caller's own has moved. Allocates nothing.</summary>
    /// <param name="parameter">Its name in <see cref="Network.Info"/>.</param>
    /// <param name="values">As many values as it has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or it has another number of values, or one is not
    /// finite.</exception>
    public void SetParameter(string parameter, ReadOnlySpan<float> values)
    {
        int index = Find(parameter, values.Length);
        foreach (float value in values)
            if (!float.IsFinite(value))
                throw new ArgumentException($"values: {value} was given for {parameter}; finite numbers were expected.", nameof(values));
        Begin();
        try
        {
            values.CopyTo(Values(index));
        }
        finally
        {
            End();
        }
    }

    /// <summary>The gradient of a parameter of the connector, of the last call that had gradients. Valid until the next one.</summary>
    /// <param name="parameter">Its name in <see cref="Network.Info"/>.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or it has no gradient.</exception>
    public ReadOnlySpan<float> Gradient(string parameter)
    {
        CheckNotDisposed(this);
        return _memory.Has(Gradients + parameter) ? _memory[Gradients + parameter]
            : throw new ArgumentException($"{Info.Name} has no gradient of '{parameter}'.", nameof(parameter));
    }

    /// <summary>The loss. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [CLSCompliant(false)]
    protected float RunForward(AlignmentCall call, ReadOnlySpan<float> student, ReadOnlySpan<float> teacher)
    {
        Begin();
        try
        {
            Run(call, student, teacher, default, default, false);
            return FiniteLoss(student, teacher);
        }
        finally
        {
            End();
        }
    }

    /// <summary>The loss and the gradients. For generated code.</summary>
    /// <param name="call">The program.</param>
    /// <param name="student">A whole batch.</param>
    /// <param name="teacher">A whole batch.</param>
    /// <param name="studentGradient">As long as the student's features.</param>
    /// <param name="teacherGradient">As long as the teacher's; empty where it is not asked for.</param>
    /// <param name="weight">What all gradients are multiplied by.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [CLSCompliant(false)]
    protected float RunBackward(
        AlignmentCall call, ReadOnlySpan<float> student, ReadOnlySpan<float> teacher, Span<float> studentGradient,
        Span<float> teacherGradient, float weight)
    {
        Begin();
        try
        {
            return Differentiate(call, student, teacher, studentGradient, teacherGradient, weight);
        }
        finally
        {
            End();
        }
    }

    /// <summary>The loss, the gradients and an update. For generated code.</summary>
    /// <param name="call">The program.</param>
    /// <param name="student">A whole batch.</param>
    /// <param name="teacher">A whole batch.</param>
    /// <param name="studentGradient">As long as the student's features.</param>
    /// <param name="teacherGradient">As long as the teacher's; empty where it is not asked for.</param>
    /// <param name="weight">What all gradients are multiplied by.</param>
    /// <param name="learningRate">How far the weights go.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [CLSCompliant(false)]
    protected float RunStep(
        AlignmentCall call, ReadOnlySpan<float> student, ReadOnlySpan<float> teacher, Span<float> studentGradient,
        Span<float> teacherGradient, float weight, float learningRate)
    {
        Begin();
        try
        {
            SetNumbers(_memory.Pointer(Numbers), learningRate);
            float loss = Differentiate(call, student, teacher, studentGradient, teacherGradient, weight);
            StepCount++;
            return loss;
        }
        finally
        {
            End();
        }
    }

    private float Differentiate(
        AlignmentCall call, ReadOnlySpan<float> student, ReadOnlySpan<float> teacher, Span<float> studentGradient,
        Span<float> teacherGradient, float weight)
    {
        if (!float.IsFinite(weight))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A finite weight was expected.");
        CheckFeatures(studentGradient.Length, _student, nameof(studentGradient));
        bool toTeacher = Info.Variants[call.Variant].Outputs[1].Name == _teacherGradient;
        if (toTeacher) CheckFeatures(teacherGradient.Length, _teacher, nameof(teacherGradient));
        _memory[Weight][0] = weight;
        Run(call, student, teacher, studentGradient, teacherGradient, toTeacher);
        float loss = FiniteLoss(student, teacher);
        if (!float.IsFinite(_memory[Guard][0])) throw GradientNotFinite(student, teacher, studentGradient, teacherGradient);
        return loss;
    }

    /// <summary>Of the connectors of several alignments, this one's.</summary>
    private static TrainingState Own(TrainingState state, NetworkInfo info)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(info);
        return state.OfAlignment(info);
    }

    private void Run(
        AlignmentCall call, ReadOnlySpan<float> student, ReadOnlySpan<float> teacher, Span<float> studentGradient,
        Span<float> teacherGradient, bool toTeacher)
    {
        CheckFeatures(student.Length, _student, nameof(student));
        CheckFeatures(teacher.Length, _teacher, nameof(teacher));
        FeatureCheck.Apart(studentGradient, nameof(studentGradient), student, nameof(student));
        FeatureCheck.Apart(studentGradient, nameof(studentGradient), teacher, nameof(teacher));
        FeatureCheck.Apart(teacherGradient, nameof(teacherGradient), student, nameof(student));
        FeatureCheck.Apart(teacherGradient, nameof(teacherGradient), teacher, nameof(teacher));
        FeatureCheck.Apart(teacherGradient, nameof(teacherGradient), studentGradient, nameof(studentGradient));
        float*[] places = _places[call.Variant];
        Span<Binding> bindings = stackalloc Binding[places.Length];
        for (int i = 0; i < bindings.Length; i++) bindings[i] = new Binding(places[i], 0);
        fixed (float* studentPointer = student)
        fixed (float* teacherPointer = teacher)
        fixed (float* studentGradientPointer = studentGradient)
        fixed (float* teacherGradientPointer = teacherGradient)
        {
            int gradients = Info.Variants[call.Variant].Inputs.Count;
            bindings[0] = new Binding(studentPointer, 4L * student.Length);
            bindings[1] = new Binding(teacherPointer, 4L * teacher.Length);
            if (studentGradient.Length > 0) bindings[gradients] = new Binding(studentGradientPointer, 4L * studentGradient.Length);
            if (toTeacher) bindings[gradients + 1] = new Binding(teacherGradientPointer, 4L * teacherGradient.Length);
            Execute(call.Program, call.Variant, call.WorkspaceFloats, call.ScratchFloats, 1, bindings);
        }
    }

    private void CheckFeatures(int found, int expected, string parameter)
    {
        if (found != expected)
            throw new ArgumentException(
                $"{parameter}: {found} values were given; {expected} were expected, a batch of {Training.Samples} samples.", parameter);
    }

    private int Find(string parameter, int length)
    {
        for (int i = 0; i < Info.Parameters.Count; i++)
        {
            ParameterInfo found = Info.Parameters[i];
            if (found.Name != parameter || found.Kind == ParameterKind.OptimizerState) continue;
            return length == found.Elements ? i
                : throw new ArgumentException($"values: {length} were given; {parameter} has {found.Elements}.", "values");
        }
        throw new ArgumentException(
            $"{Info.Name} has no parameter '{parameter}', but {string.Join(", ", Info.Parameters.Select(each => each.Name))}.",
            nameof(parameter));
    }
}
