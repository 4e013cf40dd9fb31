using TorchSharp;

namespace Fusion.Training;

/// <summary>
/// An alignment as a module of TorchSharp, for those who train there: its loss is a tensor that gradients flow back from, into the
/// student's features, the connector's parameters and, where they ask for them, the teacher's features. All of it is computed by the
/// generated kernels, on the processor, when the module is called; going back only multiplies.
/// </summary>
/// <remarks>
/// <para>The connector's parameters are the module's, so that an optimiser of TorchSharp moves them; a connector's norm takes the
/// statistics of the batch, as in training, in <c>eval</c>, too.</para>
/// <para>Features that lie channels last in memory (as after <c>permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)</c>) are read where
/// they are; others are copied.</para>
/// </remarks>
public sealed class AlignmentModule : torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor>
{
    private readonly (string Name, torch.Tensor Tensor)[] _state;
    private readonly torch.Tensor[] _trained;
    private readonly string[] _trainedNames;
    private bool _isDisposed;

    /// <summary>Makes a module of an alignment, with the alignment's weights.</summary>
    /// <param name="alignment">The alignment, such as <c>Stage3Alignment.Start(seed: 1)</c>; disposing of the module disposes of
    /// it.</param>
    public AlignmentModule(AlignmentSession alignment) : base(NameOf(alignment))
    {
        Alignment = alignment;
        ParameterInfo[] parameters = [.. alignment.Info.Parameters.Where(parameter => parameter.Kind != ParameterKind.OptimizerState)];
        _state = [.. parameters.Select(parameter => (parameter.Name, Register(parameter)))];
        _trainedNames = [.. parameters.Where(parameter => parameter.IsCounted).Select(parameter => parameter.Name)];
        _trained = [.. _state.Where(each => _trainedNames.Contains(each.Name)).Select(each => each.Tensor)];
    }

    /// <summary>The alignment. Its weights are those of the module's last call; <see cref="Update"/> brings them up to date,
    /// and <see cref="Refresh"/> the module's where the alignment's have changed.</summary>
    public AlignmentSession Alignment { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="student">The student's features, 32-bit floats on the processor: (N, C, H, W), or (N, C), with the declared
    /// batch.</param>
    /// <param name="teacher">The teacher's features of the same samples.</param>
    /// <returns>The loss, a number, without a weight.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape or type, or lies on another device.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is no finite number.</exception>
    public override torch.Tensor forward(torch.Tensor student, torch.Tensor teacher)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(teacher);
        CheckNotDisposed();
        Features.Check(student, Alignment.Info.Variants[0].Inputs[0], nameof(student));
        Features.Check(teacher, Alignment.Info.Variants[0].Inputs[1], nameof(teacher));
        Update();
        bool wantsTeacher = teacher.requires_grad;
        if (!torch.is_grad_enabled() || !(wantsTeacher || student.requires_grad || _trained.Any(parameter => parameter.requires_grad)))
        {
            using torch.Tensor x = Features.ChannelsLast(student), t = Features.ChannelsLast(teacher);
            return torch.tensor(Alignment.Forward(Features.Values(x), Features.Values(t)));
        }

        return AlignmentFunction.apply([this, wantsTeacher, student, teacher, .. _trained]);
    }

    /// <summary>Brings the module's weights into the alignment, for instance to save them after the last step. Every call does so
    /// first.</summary>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The module has been disposed of.</exception>
    public void Update()
    {
        CheckNotDisposed();
        foreach ((string name, torch.Tensor tensor) in _state)
        {
            using torch.Tensor values = tensor.detach().contiguous();
            Alignment.SetParameter(name, Features.Values(values));
        }
    }

    /// <summary>Takes the alignment's weights into the module, where something else than the module has changed them, such as
    /// <c>FitLeastSquares</c>: the opposite of <see cref="Update"/>.</summary>
    public void Refresh()
    {
        CheckNotDisposed();
        using IDisposable noGradients = torch.no_grad();
        foreach ((string name, torch.Tensor tensor) in _state)
        {
            float[] values = new float[tensor.NumberOfElements];
            Alignment.GetParameter(name, values);
            using torch.Tensor found = torch.tensor(values, tensor.shape);
            tensor.copy_(found);
        }
    }

    /// <summary>The loss and all gradients.</summary>
    /// <returns>Of the student's features, the teacher's (null where nothing asks for it), and each parameter.</returns>
    internal (float Loss, torch.Tensor?[] Gradients) Differentiate(torch.Tensor student, torch.Tensor teacher, bool wantsTeacher)
    {
        using torch.Tensor x = Features.ChannelsLast(student), t = Features.ChannelsLast(teacher);
        torch.Tensor studentGradient = torch.empty_like(x);
        torch.Tensor? teacherGradient = wantsTeacher ? torch.empty_like(t) : null;
        float loss = Alignment.Backward(Features.Values(x), Features.Values(t), Features.Values(studentGradient),
            teacherGradient is null ? default : Features.Values(teacherGradient));
        FetchStatistics();
        return (loss,
        [
            Features.ChannelsSecond(studentGradient), teacherGradient is null ? null : Features.ChannelsSecond(teacherGradient),
            .. _trained.Select((parameter, i) => torch.tensor(Alignment.Gradient(_trainedNames[i]).ToArray(), parameter.shape)),
        ]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Alignment.Dispose();
        _isDisposed = true;
        base.Dispose(disposing);
    }

    private void CheckNotDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private static string NameOf(AlignmentSession alignment)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        return alignment.Info.Name;
    }

    /// <summary>The kernels have moved the running statistics of the connector's norm.</summary>
    private void FetchStatistics()
    {
        foreach ((string name, torch.Tensor tensor) in _state)
            if (!_trainedNames.Contains(name)) Alignment.GetParameter(name, Features.Values(tensor));
    }

    /// <summary>A parameter under the name that it has below the alignment's: <c>weight</c>, <c>norm.bias</c>.</summary>
    private torch.Tensor Register(ParameterInfo parameter)
    {
        string[] path = parameter.Name[(Alignment.Info.Name.Length + 1)..].Split('.');
        torch.nn.Module owner = this;
        foreach (string part in path[..^1]) owner = Child(owner, part);
        torch.Tensor tensor = torch.empty([.. parameter.Dimensions.Select(size => (long)size)]);
        Alignment.GetParameter(parameter.Name, Features.Values(tensor));
        if (parameter.IsCounted)
        {
            var trained = new TorchSharp.Modules.Parameter(tensor);
            owner.register_parameter(path[^1], trained);
            return trained;
        }

        owner.register_buffer(path[^1], tensor);
        return tensor;
    }

    private static torch.nn.Module Child(torch.nn.Module owner, string name)
    {
        if (owner.named_children().FirstOrDefault(child => child.name == name).module is { } found) return found;
        var part = new ConnectorPart(name);
        owner.register_module(name, part);
        return part;
    }

    /// <summary>A part of the connector that only names its parameters.</summary>
    private sealed class ConnectorPart(string name) : torch.nn.Module(name);
}
