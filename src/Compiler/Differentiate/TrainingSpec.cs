namespace Fusion.Compiler.Differentiate;

/// <summary>A training as it is declared.</summary>
/// <param name="Frozen">The paths of layers that are not trained.</param>
public sealed record TrainingSpec(
    int Samples, EquatableArray<LossSpec> Losses, Optimizer? Optimizer, EquatableArray<string> Frozen, double StatisticsMomentum)
{
    /// <summary>What a record struct of this name cannot have as a property.</summary>
    private static readonly HashSet<string> s_membersOfLoss =
    [
        "Loss", "Equals", "GetHashCode", "ToString", "GetType", "Deconstruct", "PrintMembers", "MemberwiseClone", "ReferenceEquals",
        "Finalize",
    ];

    /// <summary>Comparisons of features inside the network with features inside its teacher.</summary>
    public EquatableArray<AlignmentSpec> Alignments { get; init; } = [];

    /// <summary>What is declared, in short, for people.</summary>
    public string Declare(string network, string? teacher) => Declare(network, teacher, alignment => alignment.Declaration);

    /// <summary>The same as checkpoints compare it.</summary>
    public string DeclareCompared(string network, string? teacher) =>
        Declare(network, teacher, alignment => alignment.ComparedDeclaration);

    private string Declare(string network, string? teacher, Func<AlignmentSpec, string> text)
    {
        var losses = Losses.Select(loss => (loss.Loss.Declaration, loss.Weight))
            .Concat(Alignments.Select(alignment => (Declaration: text(alignment), alignment.Weight)))
            .Select(loss => loss.Weight == 1 ? loss.Declaration : $"{ArgumentText.Describe(loss.Weight)} · {loss.Declaration}");
        string taught = teacher is null ? "" : $" taught by {teacher.Replace("global::", "")}";
        return $"{network}{taught}, batches of {Samples}, {string.Join(" + ", losses)}, {Optimizer?.Declaration}";
    }

    /// <summary>The network with all that is trained with it.</summary>
    /// <exception cref="AlignmentException">An alignment does not fit.</exception>
    public Graph Trained(Graph network, Graph? teacher) =>
        teacher is null || Alignments.Count == 0 ? network : AlignedStudent.Of(new Teaching(network, teacher), Alignments);

    /// <summary>The recipe for a network.</summary>
    /// <param name="teacher">The teacher; null where there is none, and the step is given what one would say.</param>
    /// <exception cref="DifferentiationException">The declaration does not fit the network, or the teacher does not.</exception>
    /// <exception cref="AlignmentException">An alignment does not fit.</exception>
    public TrainingRecipe Resolve(Graph network, Graph? teacher = null)
    {
        Teaching? teaching = teacher is null ? null : new Teaching(network, teacher);
        CheckLayout(network);
        if (teacher is not null) CheckLayout(teacher);
        if (teaching is not null) CheckTeacher(teaching);
        BatchSize.Check(Samples, network);
        CheckAlignments(teaching);
        if (Losses.Count + Alignments.Count == 0)
            throw new DifferentiationException("there is no loss; put one on the class, such as [CrossEntropy] or [MeanSquaredError].", -1);
        if (Optimizer is null)
            throw new DifferentiationException(
                "there is no optimiser; put one on the class, such as [Sgd(Momentum = 0.9)] or [AdamW(WeightDecay = 0.01)].", -1);
        foreach (string path in Frozen)
        {
            if (!Trained(network, teacher).Parameters.Any(parameter => new FrozenLayers([path]).Contains(parameter.Name)))
                throw new DifferentiationException($"the layer '{path}' is to be frozen, but the network has no parameters there.", -1);
        }
        CheckResults(network);
        LabelRules.Check(Losses, (loss, input) => NameOf(network, loss, input), loss => network.Nodes[OutputOf(network, loss).Node].Shape);
        IEnumerable<LossTerm> aligned = teaching is null ? [] : Alignments.Select(alignment => new Alignment(alignment, teaching).Term);
        LossTerm[] terms = [.. Losses.Select((_, i) => Resolve(network, i)), .. aligned];
        CheckNames(terms);
        return new TrainingRecipe(Samples, terms.ToEquatableArray(), Optimizer)
        {
            Frozen = new FrozenLayers(Frozen),
            StatisticsMomentum = StatisticsMomentum,
        };
    }

    /// <summary>The classes that an input's labels tell apart; 0 where it has none.</summary>
    public int ClassesOf(Graph network, string input) =>
        Losses.Where(loss => loss.Inputs.Any(own => own.Target == LossTarget.Label && NameOf(network, loss, own) == input))
            .Select(loss => network.Nodes[OutputOf(network, loss).Node].Shape.Channels).FirstOrDefault();

    /// <summary>The inputs of the step that are probabilities.</summary>
    public EquatableArray<string> Probabilities(Graph network) => Losses.Where(loss => loss.Loss is BinaryCrossEntropy)
        .Select(loss => NameOf(network, loss, loss.Find(LossTarget.Value)!)).Distinct().ToEquatableArray();

    /// <summary>The inputs of the step that are masks, and the targets of which they say what counts.</summary>
    public EquatableArray<(string Target, string Mask)> Masks(Graph network) => Losses
        .Where(loss => loss.Find(LossTarget.Mask) is not null)
        .Select(loss => (NameOf(network, loss, loss.Find(LossTarget.Value)!), NameOf(network, loss, loss.Find(LossTarget.Mask)!)))
        .Distinct().ToEquatableArray();

    /// <summary>The inputs of the step whose labels do not all count by the same weight.</summary>
    public EquatableArray<LabelInput> LabelInputs(Graph network) => Losses.Where(loss => loss.Labels is not null)
        .Select(loss => new LabelInput(NameOf(network, loss, loss.Find(LossTarget.Label)!),
            NameOf(network, loss, loss.Find(LossTarget.LabelWeight)!), loss.Labels!)).Distinct().ToEquatableArray();

    /// <summary>The inputs of the step that results of the teacher are for.</summary>
    public IEnumerable<(string Input, string Result)> FromTeacher(Teaching teaching) => OfTeacher
        .Select(each => (NameOf(teaching.Student, each.Loss, each.Input),
            teaching.ResultFor(OutputOf(teaching.Student, each.Loss), each.Loss.Name).Name)).Distinct();

    /// <summary>What becomes of the alignments' connectors when the student runs.</summary>
    public EquatableArray<string> Remarks(Teaching teaching) => Alignments.Select(alignment => new Alignment(alignment, teaching).Remark)
        .Where(remark => remark is not null).Select(remark => remark!).ToEquatableArray();

    private IEnumerable<(LossSpec Loss, LossInput Input)> OfTeacher =>
        Losses.SelectMany(loss => loss.Inputs.Where(input => input.Target == LossTarget.Teacher).Select(input => (loss, input)));

    /// <summary>A step has its samples channels last, and gives a teacher the same memory.</summary>
    private static void CheckLayout(Graph network)
    {
        if (network.MovesCallersValues())
            throw new DifferentiationException(
                $"{network.Name} has its inputs and results channels first, but a training step takes its samples channels last; leave out "
                + "Layout = Layout.Nchw, or train a class of the same layers without it, whose weights both can load.", -1);
    }

    private void CheckTeacher(Teaching teaching)
    {
        teaching.CheckInputs();
        foreach (var (loss, _) in OfTeacher) teaching.ResultFor(OutputOf(teaching.Student, loss), loss.Name);
        if (!OfTeacher.Any() && Alignments.Count == 0)
            throw new DifferentiationException(
                $"no loss compares {teaching.Student.Name} with its teacher {teaching.Teacher.Name}; put one on the class, such as "
                + "[SoftLabels] or [Align<…>], or leave the teacher out.", -1);
    }

    private void CheckAlignments(Teaching? teaching)
    {
        if (Alignments.Count > 0 && teaching is null)
            throw new DifferentiationException(
                $"[Align<{Alignments[0].Name}>] compares the network with a teacher, but there is none; name its class, as in "
                + "[Training(typeof(Student), Teacher = typeof(Teacher))].", -1);
    }

    /// <summary>The terms are members of a record called Loss.</summary>
    private static void CheckNames(IEnumerable<LossTerm> terms)
    {
        IEnumerable<string> names = terms.Select(term => term.Name);
        if (names.Append("Sum").GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var name })
            throw new DifferentiationException(
                $"two results of a step are called '{name}'; give the class of the alignment another name, and name each once.", -1);
        if (names.FirstOrDefault(s_membersOfLoss.Contains) is { } taken)
            throw new DifferentiationException(
                $"a result of a step would be called '{taken}', which the generated type with the results, Loss, is called or has as a "
                + "member; give the class of the alignment another name.", -1);
    }

    /// <summary>Mistakes that the numbers would not show: a loss that wants logits and gets their softmax, or nothing to choose.</summary>
    private void CheckResults(Graph network)
    {
        for (int i = 0; i < Losses.Count; i++)
        {
            LossSpec loss = Losses[i];
            Node result = network.Nodes[OutputOf(network, loss).Node];
            int first = Losses.ToList().FindIndex(other => other.Loss == loss.Loss && OutputOf(network, other) == OutputOf(network, loss));
            if (first < i)
                throw new DifferentiationException(
                    $"the loss {loss.Name} is there twice, with the same options and for the same result; keep one, with the Weight of "
                    + "both.", -1, i);
            if (loss.Loss is not (CrossEntropy or SoftLabels or DecoupledSoftLabels)) continue;
            if (result.Operation is Softmax)
                throw new DifferentiationException(
                    $"the loss {loss.Name} takes logits and makes the softmax itself, but the result that it looks at is a Softmax "
                    + "already; remove that from the network, or train a network without it.", -1, i);
            if (result.Shape.Channels == 1)
                throw new DifferentiationException(
                    $"the loss {loss.Name} tells classes apart, but the result {result.Shape} has only one; use [BinaryCrossEntropy].", -1,
                    i);
        }
    }

    /// <summary>The kind of loss, with the result's name and a number where that is needed to tell terms apart.</summary>
    private string NameOfTerm(Graph network, int index)
    {
        LossSpec loss = Losses[index];
        int[] same = [.. Enumerable.Range(0, Losses.Count).Where(i => Losses[i].Name == loss.Name)];
        if (same.Length == 1) return loss.Name;
        string output = OutputOf(network, loss).Name;
        int[] alike = [.. same.Where(i => OutputOf(network, Losses[i]).Name == output)];
        string name = loss.Name + char.ToUpperInvariant(output[0]) + output.Substring(1);
        return alike.Length == 1 ? name : name + (Array.IndexOf(alike, index) + 1);
    }

    /// <exception cref="DifferentiationException">The loss's options or shapes do not do.</exception>
    private LossTerm Resolve(Graph network, int index)
    {
        LossSpec loss = Losses[index];
        string name = NameOfTerm(network, index);
        GraphOutput output = OutputOf(network, loss);
        Shape shape = network.Nodes[output.Node].Shape;
        var given = loss.Inputs.Select(input => new LossOperand(
            NameOf(network, loss, input), input.Target is LossTarget.Label or LossTarget.LabelWeight ? shape.WithChannels(1) : shape));
        var term = new LossTerm(name, loss.Loss, [new LossOperand(output.Name), .. given], loss.Weight);
        try
        {
            loss.Loss.InferShape([.. term.Operands.Select(operand => Batched.Of(operand.Given ?? shape, Samples))]);
        }
        catch (ShapeException exception)
        {
            throw new DifferentiationException(exception.Message, -1, index);
        }
        return term;
    }

    /// <summary>The input's name, with that of the result where losses look at several.</summary>
    private string NameOf(Graph network, LossSpec loss, LossInput input)
    {
        string output = OutputOf(network, loss).Name;
        bool isAmbiguous = Losses.Any(other => other.Inputs.Contains(input) && OutputOf(network, other).Name != output);
        string name = isAmbiguous ? input.Name + char.ToUpperInvariant(output[0]) + output.Substring(1) : input.Name;
        while (network.Inputs.Any(node => ((Input)node.Operation).Name == name)) name += "OfLoss";
        return name;
    }

    private GraphOutput OutputOf(Graph network, LossSpec loss)
    {
        int index = Losses.ToList().IndexOf(loss);
        string all = string.Join(", ", network.Outputs.Select(output => $"'{output.Name}'"));
        if (loss.Output is null)
            return network.Outputs.Count == 1 ? network.Outputs[0] : throw new DifferentiationException(
                $"the loss {loss.Name} does not say which of the results {all} it looks at; give its Output.", -1, index);
        return network.Outputs.FirstOrDefault(output => output.Name == loss.Output) ?? throw new DifferentiationException(
            $"the loss {loss.Name} looks at '{loss.Output}', but the network's results are {all}.", -1, index);
    }
}
