namespace Fusion.Compiler.Differentiate;

/// <summary>A declared alignment between the two networks that it is for.</summary>
/// <exception cref="AlignmentException">It does not fit them.</exception>
public sealed class Alignment
{
    private readonly AlignmentSpec _spec;
    private readonly Node _studentNode;
    private readonly Node _teacherNode;
    private readonly FoldTarget _fold;

    public Alignment(AlignmentSpec spec, Teaching teaching)
    {
        _spec = spec;
        _studentNode = Find(teaching.Student, spec.StudentTap, "student");
        _teacherNode = Find(teaching.Teacher, spec.TeacherTap, "teacher");
        _fold = new FoldTarget(teaching.Student, _studentNode);
        if (spec.Loss is MarginMse && _teacherNode.Operation is not BatchNorm)
            throw new AlignmentException(
                $"MarginMse takes its margins from the teacher's BatchNorm, but the tap {spec.TeacherTap} shows the result of "
                + $"{_teacherNode.Operation.Kind}; put [Tap] between the BatchNorm and its activation.");
        if (spec.Loss is MarginMse && !IsOfStudent)
            throw new AlignmentException(
                "MarginMse has a margin for each channel of the teacher, which are not there behind a connector; leave the direction out.");
        string taken = spec.Name + ".";
        if (spec.Connector is not null && teaching.Student.Parameters.Any(own => own.Name.StartsWith(taken, StringComparison.Ordinal)))
            throw new AlignmentException(
                $"the student {teaching.Student.Name} has parameters called '{spec.Name}', as the connector's would be; give the class "
                + "another name.");
    }

    /// <summary>The term of the loss.</summary>
    public LossTerm Term
    {
        get
        {
            if (!IsOfStudent)
                return new LossTerm(_spec.Name, _spec.Loss, [new LossOperand(_spec.OwnTap), new LossOperand(_spec.Tap)], _spec.Weight);
            var student = new LossOperand(_spec.Tap);
            var teacher = new LossOperand(_spec.Input, TeacherShape);
            return new LossTerm(_spec.Name, _spec.Loss, _spec.Loss is MarginMse
                ? [student, teacher, new LossOperand(_spec.Margins, Shape.Of(TeacherShape.Channels), IsShared: true)]
                : [student, teacher], _spec.Weight);
        }
    }

    /// <summary>One sample of the student's features.</summary>
    public Shape StudentShape => _studentNode.Shape;

    /// <summary>One sample of the teacher's.</summary>
    public Shape TeacherShape => _teacherNode.Shape;

    /// <summary>The norm whose parameters give the margins; null where the loss has none.</summary>
    public BatchNorm? MarginNorm => _spec.Loss is MarginMse ? (BatchNorm)_teacherNode.Operation : null;

    /// <summary>The path of the student's layer that can take the connector into its weights, exactly: a linear one of one tap, whose
    /// result is what the tap shows; null where there is none.</summary>
    public string? FoldsInto => KeepsFromFolding() is null ? _fold.Path : null;

    /// <summary>The student's parameters behind that layer, which are not valid for what it then gives.</summary>
    public EquatableArray<string> BehindFold => FoldsInto is null ? [] : _fold.Behind;

    /// <summary>What becomes of the connector when the student runs, as a sentence of the plan; null where there is no connector.</summary>
    public string? Remark => _spec.Connector is null ? null : KeepsFromFolding() is { } reason
        ? $"{_spec.Name}: the connector is dropped, and the student runs without it, because {reason}."
        : $"{_spec.Name}: the connector is no part of the student that runs, but Fold merges it into {FoldsInto}"
            + (BehindFold.Count == 0 ? "." : $" and leaves out what was trained to read it, {string.Join(", ", BehindFold)}.");

    private bool IsOfStudent => _spec.Direction == AlignmentDirection.StudentToTeacher;

    /// <summary>Appends the connector to the student's own nodes, and taps its result.</summary>
    /// <exception cref="AlignmentException">The shapes do not fit.</exception>
    public void Append(GraphBuilder builder) => Append(builder, _studentNode.Id);

    /// <summary>Appends the connector alone, behind inputs that are the features of both, or of the student.</summary>
    /// <exception cref="AlignmentException">The shapes do not fit.</exception>
    public void AppendAlone(GraphBuilder builder) =>
        Append(builder, builder.Input(_spec.StudentInput, [.. StudentShape.Dimensions]));

    private void Append(GraphBuilder builder, int student)
    {
        try
        {
            int from = IsOfStudent ? student : FindTeacher(builder);
            int value = Connect(builder, Resize(builder, from, IsOfStudent ? TeacherShape : StudentShape));
            builder.Tap(_spec.Tap, value);
            if (!IsOfStudent) builder.Tap(_spec.OwnTap, student);
            Check(IsOfStudent ? [builder[value].Shape, TeacherShape] : [StudentShape, builder[value].Shape]);
        }
        catch (ShapeException exception)
        {
            throw new AlignmentException(exception.Message);
        }
    }

    /// <summary>The loss's own check, which is of a batch: its message says of one sample what holds for each.</summary>
    private void Check(Shape[] compared)
    {
        const int several = 2;
        IEnumerable<Shape> shared = Term.Operands.Where(operand => operand.IsShared).Select(operand => operand.Given!);
        try
        {
            _spec.Loss.InferShape([.. compared.Select(shape => Batched.Of(shape, several)), .. shared]);
        }
        catch (ShapeException exception)
        {
            throw new AlignmentException(compared.Aggregate(exception.Message, (message, shape) =>
                message.Replace(Batched.Of(shape, several).ToString(), shape.ToString())));
        }
    }

    /// <summary>The input with the teacher's features, which several alignments may read.</summary>
    private int FindTeacher(GraphBuilder builder) =>
        builder.Nodes.FirstOrDefault(node => node.Operation is Input input && input.Name == _spec.Input)?.Id
        ?? builder.Input(_spec.Input, [.. TeacherShape.Dimensions]);

    private int Resize(GraphBuilder builder, int value, Shape wanted)
    {
        Shape own = builder[value].Shape;
        if (own.Spatial == wanted.Spatial) return value;
        bool isLarger = own.Rank == wanted.Rank && IsMultiple(own, wanted), isSmaller = own.Rank == wanted.Rank && IsMultiple(wanted, own);
        if (isLarger && _spec.Resize == AlignmentResizing.AveragePool)
        {
            EquatableArray<int> factors = Factors(own, wanted);
            return builder.Add(new AveragePool(factors, factors, factors.Select(_ => 0).ToEquatableArray()), [value], _spec.Name);
        }
        if (isSmaller && _spec.Resize is AlignmentResizing.Nearest or AlignmentResizing.Bilinear)
        {
            UpsampleMode mode = _spec.Resize == AlignmentResizing.Nearest ? UpsampleMode.Nearest : UpsampleMode.Bilinear;
            return builder.Add(new Upsample(Factors(wanted, own), mode), [value], _spec.Name);
        }
        string whose = IsOfStudent ? "student's" : "teacher's";
        string mend = isLarger ? $"pool the {whose} with Resize = AlignmentResize.AveragePool"
            : isSmaller ? $"enlarge the {whose} with Resize = AlignmentResize.Nearest or AlignmentResize.Bilinear"
            : "no whole factors lead from one to the other, so that other taps are needed";
        throw new AlignmentException(
            $"the student's tap {_spec.StudentTap} is {StudentShape}, the teacher's {_spec.TeacherTap} {TeacherShape}, but their positions "
            + $"must be the same; {mend}.");
    }

    private int Connect(GraphBuilder builder, int value)
    {
        if (_spec.Connector is not { } connector) return value;
        int channels = (IsOfStudent ? TeacherShape : StudentShape).Channels, rank = builder[value].Shape.SpatialRank;
        bool hasBias = connector.Bias ?? !connector.HasNorm;
        EquatableArray<int> ones = Same(rank, 1), zeros = Same(rank, 0);
        Operation pointwise = rank == 0
            ? new Linear(_spec.Name, channels, hasBias)
            : new Conv(_spec.Name, channels, ones, ones, ones, zeros, Bias: hasBias);
        value = builder.Add(pointwise, [value], _spec.Name);
        if (connector.HasNorm) value = builder.Add(new BatchNorm(_spec.Name + ".norm"), [value], _spec.Name);
        return ActivationTable.Create(connector.Activation) is { } activation ? builder.Add(activation, [value], _spec.Name) : value;
    }

    private string? KeepsFromFolding() =>
        !IsOfStudent ? "it is the teacher's"
        : _spec.Connector is not { HasNorm: false, Activation: "None" } ? "it is not linear"
        : StudentShape.Spatial != TeacherShape.Spatial ? "the features are resized before it"
        : _fold.Path is null
            ? $"the tap {_spec.StudentTap} shows the result of {_studentNode.Operation.Kind}, not of a 1×1 convolution or linear layer"
        : _fold.IsShared ? $"{_fold.Path} is applied elsewhere, too"
        : null;

    private static Node Find(Graph graph, string name, string role)
    {
        if (graph.Taps.FirstOrDefault(tap => tap.Name == name) is { } found) return graph.Nodes[found.Node];
        throw new AlignmentException(graph.Taps.Count == 0
            ? $"the {role} {graph.Name} has no taps; put [Tap] behind the layer that is to be compared."
            : $"the {role} {graph.Name} has no tap '{name}'; its taps are {string.Join(", ", graph.Taps.Select(tap => tap.Name))}.");
    }

    private static bool IsMultiple(Shape large, Shape small) => large.Spatial.Zip(small.Spatial, (l, s) => l % s == 0).All(fits => fits);

    private static EquatableArray<int> Factors(Shape large, Shape small) =>
        large.Spatial.Zip(small.Spatial, (l, s) => l / s).ToEquatableArray();

    private static EquatableArray<int> Same(int count, int value) => Enumerable.Repeat(value, count).ToEquatableArray();
}
