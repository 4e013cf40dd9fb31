namespace Fusion.Compiler.Differentiate;

/// <summary>An alignment that stands alone: the caller gives the features of both networks, and takes the gradients.</summary>
/// <param name="Samples">How many samples a batch has.</param>
/// <param name="Optimizer">What moves the connector; null where that is the caller's matter.</param>
public sealed record StandaloneAlignment(AlignmentSpec Spec, int Samples, Optimizer? Optimizer)
{
    /// <summary>The input with what the loss is multiplied by in the gradients.</summary>
    public const string WeightInput = "weight";

    /// <summary>What there is: a step only where there is something to move it.</summary>
    public IEnumerable<AlignmentProgram> Programs =>
        Enum.GetValues(typeof(AlignmentProgram)).Cast<AlignmentProgram>()
            .Where(program => program != AlignmentProgram.Step || Optimizer is not null);

    /// <summary>
    /// The graph of one of the programs. Its inputs are the student's features, the teacher's, where the loss has them the margins, and,
    /// where there are gradients, <see cref="WeightInput"/>; an update has <see cref="TrainingStep.NumbersName"/> as the last. Its
    /// outputs are the gradients, of the student's features first, then of the teacher's, then of parameters;
    /// <see cref="TrainingStep.GuardName"/>; and the loss.
    /// </summary>
    /// <exception cref="DifferentiationException">The declaration cannot be trained.</exception>
    /// <exception cref="AlignmentException">The alignment does not fit its networks.</exception>
    public Graph Build(Teaching teaching, AlignmentProgram program)
    {
        if (Optimizer is not null && Spec.Connector is null)
            throw new DifferentiationException("there is an optimiser, but no connector that it could move; leave it out.", -1);
        var alignment = new Alignment(Spec, teaching);
        var builder = new GraphBuilder(Spec.Name);
        alignment.AppendAlone(builder);
        Graph network = builder.Build();
        BatchSize.Check(Samples, network);
        // Its weight is given for each batch.
        LossTerm term = alignment.Term with { Weight = 1 };
        if (program == AlignmentProgram.Forward) return Differentiation.Forward(network, Samples, [term]);

        string[] features = program == AlignmentProgram.BackwardToTeacher ? [Spec.StudentInput, Spec.Input] : [Spec.StudentInput];
        TrainingGraph training = Differentiation.Run(
            network, Samples, [term], wantedInputs: features, weightInput: WeightInput);
        Optimizer? optimizer = program == AlignmentProgram.Step ? Optimizer : null;
        // Where only gradients are wanted, the recipe's optimiser is not asked.
        var recipe = new TrainingRecipe(Samples, [term], Optimizer ?? new Sgd());
        return TrainingStep.Build(network, training, recipe, optimizer,
            [.. features.Concat(training.Trained).Select(name => "gradient." + name)]);
    }
}
