using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Lower;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator;

/// <summary>Finds the mistakes of one network, or of one block by itself.</summary>
internal static class DeclarationAnalysis
{
    /// <param name="targets">The targets that are on, by what a declaration and the project say.</param>
    public static void Run(
        INamedTypeSymbol type, Compilation compilation, IAssemblySymbol runtime, Func<CompileOptions, IReadOnlyList<Target>> targets,
        CancellationToken cancellation, Action<Diagnostic> report)
    {
        bool isNetwork = KnownTypes.Has(type, KnownTypes.FusedNetworkAttribute), isBlock = KnownTypes.Has(type, KnownTypes.BlockAttribute);
        bool isTraining = KnownTypes.Has(type, KnownTypes.TrainingAttribute);
        bool isAlignment = AlignmentReader.Find(type) is not null;
        try
        {
            RunStray(type, isAlignment, cancellation, report);
            if (!isNetwork && !isBlock && !isTraining && !isAlignment) return;
            var session = new ParseSession(compilation, runtime, new SourceMap(), cancellation);
            if (isAlignment) RunAlignment(session, type, report);
            if (isTraining) RunTraining(session, type, report);
            if (isNetwork) RunNetwork(session, type, targets, report);
            else if (isBlock) BlockReader.Read(new TypeReader(session, type, isNetwork: false));
            foreach (ParseError error in session.Errors)
            {
                // What is wrong in a block is reported for the block.
                if (error.Type == TypeReader.KeyOf(type)) report(error.Diagnostic);
            }
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception)
        {
            string failure = exception.GetType().Name + ": " + NetworkGeneration.OneLine(exception.Message).TrimEnd('.');
            report(Diagnostic.Create(Rules.InternalError, type.Locations.FirstOrDefault(), type.Name, failure));
        }
    }

    private static void RunNetwork(
        ParseSession session, INamedTypeSymbol type, Func<CompileOptions, IReadOnlyList<Target>> targets, Action<Diagnostic> report)
    {
        NetworkModel model = NetworkReader.Read(session, type);
        // Also where Parse has found mistakes: the rest may have others.
        NetworkSpec sketch = model.Sketch!;
        ProjectOptions project = ProjectOptions.Default with { Assemblies = ProjectTargets.Assemblies(session.Compilation) };
        IReadOnlyList<Target> on = targets(new CompileOptions(sketch.Arithmetic, sketch.Weights, project));
        LoweringResult result = Lowering.Lower(sketch, (graph, node) => FindGap(on, graph, node));
        bool isRight = !session.Failed && result.Errors.Count == 0;
        foreach (LoweringError error in isRight ? result.Warnings : result.Errors)
        {
            report(Diagnostic.Create(
                Rules.Find(error.Id),
                session.Map!.Find(error.Type, error.ExpressionId),
                error.Uses.Select(use => session.Map!.Find(use.Type, use.ExpressionId)),
                error.Message));
        }

        if (isRight && IsPlaceholder(type) && !session.Types.Any(part => HasErrors(session, part)))
        {
            report(Diagnostic.Create(Rules.NotGenerated, type.Locations.FirstOrDefault(), type.Name));
        }
    }

    /// <summary>What the first target that has no kernel for an operation says of it.</summary>
    private static string? FindGap(IReadOnlyList<Target> targets, Graph graph, Node node) => targets
        .Select(target => target.FindGap(graph, node) is { } gap
            ? $"The target {target.Name} leaves this network out: {gap}"
            : null)
        .FirstOrDefault(gap => gap is not null);

    private static void RunTraining(ParseSession session, INamedTypeSymbol type, Action<Diagnostic> report)
    {
        if (TrainingCheck.FindRole(type, KnownTypes.TrainingAttribute) is { } role)
        {
            Location location = Place(Attribute(type, KnownTypes.TrainingAttribute), type, session.Cancellation);
            report(Diagnostic.Create(Rules.TrainingDeclaration, location, type.Name, Sentence(role.Text)));
            return;
        }
        TrainingModel model = TrainingReader.Read(session, type);
        if (new TrainingGeneration(model, ProjectOptions.Default).FindMistake() is not { } mistake) return;
        AttributeData training = Attribute(type, KnownTypes.TrainingAttribute);
        AttributeData attribute = mistake.Attribute >= 0 ? type.GetAttributes()[mistake.Attribute] : training;
        Location place = Place(attribute, type, session.Cancellation);
        IReadOnlyList<Location> layers = FindLayer(session, training, mistake.Node);
        report(layers.Count == 0
            ? Diagnostic.Create(Rules.TrainingDeclaration, place, type.Name, Sentence(mistake.Text))
            : Diagnostic.Create(
                Rules.TrainingDeclaration, layers[0], [.. layers.Skip(1), place], type.Name, Sentence(mistake.Text)));
    }

    /// <summary>Where a node of the trained network is declared, and where the blocks around it are applied, innermost first.</summary>
    /// <param name="node">−1 for none.</param>
    private static IReadOnlyList<Location> FindLayer(ParseSession session, AttributeData training, int node)
    {
        if (node < 0 || training.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol network) return [];
        // The model that the training was compiled from has no places, so that edits elsewhere leave it as it is.
        var own = new ParseSession(session.Compilation, session.Runtime, new SourceMap(), session.Cancellation);
        if (NetworkReader.Read(own, network).Spec is not { } spec) return [];
        LoweringError? found = Lowering.Lower(spec, (_, candidate) => candidate.Id == node ? candidate.Name : null).Warnings
            .FirstOrDefault(warning => warning.Id == Rules.NoKernel.Id);
        return found is null ? []
            : [own.Map!.Find(found.Type, found.ExpressionId), .. found.Uses.Select(use => own.Map.Find(use.Type, use.ExpressionId))];
    }

    /// <summary>Attributes of a training on a class that is none.</summary>
    private static void RunStray(
        INamedTypeSymbol type, bool isAlignment, CancellationToken cancellation, Action<Diagnostic> report)
    {
        if (TrainingCheck.FindStray(type) is not { } stray) return;
        DiagnosticDescriptor rule = isAlignment ? Rules.AlignmentDeclaration : Rules.TrainingDeclaration;
        Location location = Place(type.GetAttributes()[stray.Attribute], type, cancellation);
        report(Diagnostic.Create(rule, location, type.Name, Sentence(stray.Text)));
    }

    private static void RunAlignment(ParseSession session, INamedTypeSymbol type, Action<Diagnostic> report)
    {
        if (AlignmentReader.Read(session, type) is not { } model) return;
        // What is wrong with the class itself is reported as for networks.
        if (model.Alone is not null && TrainingCheck.FindRole(type, KnownTypes.AlignmentAttribute) is null)
            NetworkReader.CheckClass(session, new TypeReader(session, type, isNetwork: true), ClassRole.Alignment);
        string mistake = AlignmentCheck.FindMistake(model);
        if (mistake.Length == 0) return;
        AttributeData place = model.MistakenAttribute < 0 ? AlignmentReader.Find(type)! : type.GetAttributes()[model.MistakenAttribute];
        report(Diagnostic.Create(
            Rules.AlignmentDeclaration, Place(place, type, session.Cancellation), type.Name, Sentence(mistake)));
    }

    private static AttributeData Attribute(INamedTypeSymbol type, string name) =>
        type.GetAttributes().First(attribute => KnownTypes.IsNamed(attribute.AttributeClass, name));

    private static Location Place(AttributeData attribute, INamedTypeSymbol type, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? type.Locations[0];

    /// <summary>A mistake as messages have it, which end without a full stop.</summary>
    private static string Sentence(string mistake) => NetworkGeneration.OneLine(mistake).TrimEnd('.');

    /// <summary>
    /// Whether the generator found a mistake. It sees the project without the generated parts, so it may find one that is none here.
    /// </summary>
    private static bool IsPlaceholder(INamedTypeSymbol type) => type.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "GeneratedCodeAttribute"
        && attribute.ConstructorArguments.Any(argument => PlaceholderPart.Marker.Equals(argument.Value)));

    private static bool HasErrors(ParseSession session, INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(reference => session.HasErrors(reference.GetSyntax(session.Cancellation)));
}
