using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Training;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Lower;
using Fusion.Compiler.Operations;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;

namespace Fusion.Generator;

/// <summary>From a read training to the text of its files. A wrong declaration gives none; the analyzer says why.</summary>
internal sealed record TrainingGeneration(TrainingModel Model, ProjectOptions Project)
{
    /// <summary>What is wrong with the training; null where nothing is, or the network's own mistakes come first.</summary>
    public DeclarationMistake? FindMistake()
    {
        try
        {
            Plan(out DeclarationMistake? mistake);
            return mistake;
        }
        catch (NotSupportedException)
        {
            // The generator itself says so.
            return null;
        }
    }

    public GeneratedSource Members(CancellationToken cancellation) =>
        Print(plan => [("", NetworkEmitter.Members(plan.Step, plan.Class))], cancellation)[0];

    /// <summary>What the targets run.</summary>
    public IReadOnlyList<GeneratedSource> Files(CancellationToken cancellation) =>
        Print(plan => plan.Step.Targets.Select(target => ("." + target.FileName, NetworkEmitter.File(plan.Step, target))), cancellation);

    private IReadOnlyList<GeneratedSource> Print(
        Func<TrainingPlan, IEnumerable<(string Of, string Text)>> emit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        GeneratedSource none = GeneratedSource.None(Model.Class.Name);
        if (!Model.CanExtend) return [none];
        try
        {
            return Plan(out _) is { } plan
                ? [.. emit(plan).Select(file => none with { HintName = Model.Class.UniqueName + file.Of + ".g.cs", Text = file.Text })]
                : [none];
        }
        catch (NotSupportedException exception)
        {
            string message = NetworkGeneration.OneLine(exception.Message).TrimEnd('.');
            return [none with { Failure = message, Rule = Rules.UnsupportedNetwork.Id }];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [none with { Failure = exception.GetType().Name + ": " + NetworkGeneration.OneLine(exception.Message).TrimEnd('.') }];
        }
    }

    private TrainingPlan? Plan(out DeclarationMistake? mistake)
    {
        mistake = Model.Mistake.Length == 0 ? null : new(Model.Mistake, Model.MistakenAttribute);
        if (mistake is not null || Model.IsAlignmentWrong || Model.Network is not { } spec) return null;
        if (Lower(spec) is not { } network) return null;
        Graph? teacher = null;
        if (Model.Teacher is { } declared)
        {
            teacher = declared.Network is null ? null : Lower(declared.Network);
            if (teacher is null) return null;
        }
        try
        {
            TrainingRecipe recipe = Model.Spec.Resolve(network, teacher);
            Graph trained = Model.Spec.Trained(network, teacher);
            Graph step = TrainingStep.Build(trained, recipe), evaluation = TrainingStep.BuildEvaluation(trained, recipe);
            IReadOnlyList<Target> targets = TargetTable.For(new CompileOptions(spec.Arithmetic, WeightStorage.Float32, Project));
            TrainingClass described = Describe(spec.ClassName, network, step, recipe) with
            {
                Declaration = Model.Spec.Declare(spec.ClassName, Model.Teacher?.Type),
                ComparedDeclaration = Model.Spec.DeclareCompared(spec.ClassName, Model.Teacher?.Type),
            };
            if (teacher is not null) described = described with { Teacher = TeacherDescription.Of(Model, new Teaching(network, teacher)) };
            EquatableArray<string> remarks = teacher is null ? [] : Model.Spec.Remarks(new Teaching(network, teacher));
            NetworkClass programs = Model.Class with { Programs = TrainingClass.Programs };
            return new TrainingPlan(NetworkCompiler.Plan(programs, [step, evaluation], targets, remarks), described);
        }
        catch (DifferentiationException exception)
        {
            mistake = new(exception.Message, exception.Loss < 0 ? -1 : Model.Losses[exception.Loss], exception.Node);
            return null;
        }
        catch (ShapeException exception)
        {
            mistake = new(exception.Message);
            return null;
        }
        catch (AlignmentException)
        {
            // Reported for the alignment's own class.
            return null;
        }
    }

    private TrainingClass Describe(string name, Graph network, Graph step, TrainingRecipe recipe)
    {
        var labels = step.Inputs.Select(node => ((Input)node.Operation).Name)
            .Select(input => (input, Model.Spec.ClassesOf(network, input))).Where(label => label.Item2 > 0);
        return new TrainingClass(
            name, recipe.Samples, recipe.Losses.Select(loss => (loss.Name, loss.Weight)).ToEquatableArray(), labels.ToEquatableArray(),
            recipe.Optimizer is Adam adam ? (adam.Beta1, adam.Beta2) : (0, 0))
        {
            NetworkInputs = network.Inputs.Count(),
            Projections = step.Nodes.Select(node => node.Operation).OfType<WeightProjection>().ToEquatableArray(),
            Probabilities = Model.Spec.Probabilities(network),
            Masks = Model.Spec.Masks(network),
            LabelInputs = Model.Spec.LabelInputs(network),
            BiasedConnectors = Model.Spec.Alignments.Where(alignment => alignment.StartsBiased).Select(alignment => alignment.Name)
                .ToEquatableArray(),
            Connectors = Model.Spec.Alignments.Where(alignment => alignment.Connector is not null).Select(alignment => alignment.Name)
                .ToEquatableArray(),
        };
    }

    private static Graph? Lower(NetworkSpec spec)
    {
        LoweringResult lowered = Lowering.Lower(spec);
        return lowered.Errors.Count > 0 ? null : lowered.Graphs[0];
    }

    private sealed record TrainingPlan(PlannedNetwork Step, TrainingClass Class);
}
