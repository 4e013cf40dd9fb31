using System.Collections.Immutable;
using Fusion.Compiler;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Compiler.Schedule.Gpu;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator;

/// <summary>
/// Generates the kernels of every class marked <c>[FusedNetwork]</c>. Mistakes in a declaration are the analyzer's to report.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class FusionGenerator : IIncrementalGenerator
{
    /// <summary>Declarations as records.</summary>
    public const string ParseStep = "Fusion.Parse";

    /// <summary>Measured choices of the scheduler.</summary>
    public const string TuningStep = "Fusion.Tuning";

    /// <summary>The instruction sets that the project wants.</summary>
    public const string InstructionSetsStep = "Fusion.InstructionSets";

    /// <summary>What switches targets on beside the CPU.</summary>
    public const string TargetsStep = "Fusion.Targets";

    /// <summary>The text of what users call.</summary>
    public const string CompileStep = "Fusion.Compile";

    /// <summary>The text of what the targets run.</summary>
    public const string KernelsStep = "Fusion.Kernels";

    /// <summary>Trainings as records.</summary>
    public const string TrainingStep = "Fusion.Training";

    /// <summary>Alignments that stand alone as records.</summary>
    public const string AlignmentStep = "Fusion.Alignment";

    /// <summary>What the analyzer can't report.</summary>
    public const string UnheardStep = "Fusion.Unheard";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkModel> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.FusedNetworkAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, cancellation) => Read(attributed, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(ParseStep);

        IncrementalValueProvider<Tuning> tuning = context.AdditionalTextsProvider
            .Where(TuningFiles.IsOne)
            .Select(TuningFiles.Read)
            .Collect()
            .Select(static (files, _) => TuningFiles.Join(files))
            .WithTrackingName(TuningStep);

        IncrementalValueProvider<InstructionSetNames> sets = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => ProjectInstructionSets.Read(options.GlobalOptions))
            .WithTrackingName(InstructionSetsStep);

        IncrementalValueProvider<EquatableArray<GpuPrecision>> precisions = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => ProjectGpuPrecisions.Read(options.GlobalOptions).Precisions);

        IncrementalValueProvider<EquatableArray<string>> assemblies = context.CompilationProvider
            .Select(static (compilation, _) => ProjectTargets.Assemblies(compilation))
            .WithTrackingName(TargetsStep);

        IncrementalValueProvider<ProjectOptions> project = sets.Combine(precisions).Combine(assemblies)
            .Select(static (pair, _) =>
                new ProjectOptions(Tuning.None, pair.Left.Left.Sets, pair.Right) { Precisions = pair.Left.Right });

        IncrementalValuesProvider<NetworkGeneration> networks = models.Combine(tuning.Combine(project))
            .Select(static (pair, _) => new NetworkGeneration(pair.Left, pair.Right.Right with { Tuning = pair.Right.Left }));

        // What users call is read at every keystroke, the kernels only by a build: an editor leaves out what is registered as
        // implementation.
        IncrementalValuesProvider<GeneratedSource> members = networks
            .Select(static (network, cancellation) => network.Members(cancellation))
            .WithTrackingName(CompileStep);
        context.RegisterSourceOutput(members, static (output, source) => Add(output, source));

        IncrementalValuesProvider<GeneratedSource> kernels = networks
            .SelectMany(static (network, cancellation) => network.Files(cancellation))
            .WithTrackingName(KernelsStep);
        context.RegisterImplementationSourceOutput(kernels, static (output, source) => Add(output, source));

        IncrementalValueProvider<bool> hasWrongTrainings = RegisterTrainings(context, project);
        IncrementalValueProvider<bool> hasWrongAlignments = RegisterAlignments(context, project);

        // What C# rejects may be anywhere in the project. To look for it takes a while, and is for nothing where all is right.
        IncrementalValueProvider<ImmutableArray<string>> wrong = members
            .Where(static source => source.IsPlaceholder)
            .Select(static (source, _) => source.ClassName)
            .Collect();
        IncrementalValueProvider<UnheardMistakes?> unheard = context.CompilationProvider
            .Combine(wrong.Combine(UnusedBlocks(context, models)).Combine(hasWrongTrainings.Combine(hasWrongAlignments)))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (input, cancellation) =>
            {
                var ((compilation, ((wrong, unused), (isTrainingWrong, isAlignmentWrong))), options) = input;
                bool isWrong = wrong.Length > 0 || isTrainingWrong || isAlignmentWrong;
                return UnheardMistakes.Find(compilation, isWrong, unused, options.GlobalOptions, cancellation);
            })
            .WithTrackingName(UnheardStep);

        context.RegisterSourceOutput(unheard, static (output, unheard) =>
        {
            foreach (UnheardMistake mistake in unheard?.Mistakes ?? []) output.ReportDiagnostic(mistake.ToDiagnostic());
        });
    }

    /// <returns>Whether one of them is wrong.</returns>
    private static IncrementalValueProvider<bool> RegisterTrainings(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ProjectOptions> project)
    {
        IncrementalValuesProvider<TrainingGeneration> trainings = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.TrainingAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, cancellation) => ReadTraining(attributed, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrainingStep)
            .Combine(project)
            .Select(static (pair, _) => new TrainingGeneration(pair.Left, pair.Right));
        IncrementalValuesProvider<GeneratedSource> members =
            trainings.Select(static (training, cancellation) => training.Members(cancellation));
        context.RegisterSourceOutput(members, static (output, source) => Add(output, source));
        context.RegisterImplementationSourceOutput(
            trainings.SelectMany(static (training, cancellation) => training.Files(cancellation)),
            static (output, source) => Add(output, source));
        return members.Collect().Select(static (sources, _) => sources.Any(source => source.HintName.Length == 0));
    }

    /// <returns>Whether one of them is wrong.</returns>
    private static IncrementalValueProvider<bool> RegisterAlignments(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ProjectOptions> project)
    {
        IncrementalValuesProvider<AlignmentGeneration> alignments = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.AlignmentAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, cancellation) => ReadAlignment(attributed, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(AlignmentStep)
            .Combine(project)
            .Select(static (pair, _) => new AlignmentGeneration(pair.Left, pair.Right));
        IncrementalValuesProvider<GeneratedSource> members =
            alignments.Select(static (alignment, cancellation) => alignment.Members(cancellation));
        context.RegisterSourceOutput(members, static (output, source) => Add(output, source));
        context.RegisterImplementationSourceOutput(
            alignments.SelectMany(static (alignment, cancellation) => alignment.Files(cancellation)),
            static (output, source) => Add(output, source));
        return members.Collect().Select(static (sources, _) => sources.Any(source => source.HintName.Length == 0));
    }

    private static AlignmentDeclaration? ReadAlignment(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        Compilation compilation = context.SemanticModel.Compilation;
        if (context.TargetSymbol is not INamedTypeSymbol type
            || compilation.GetTypeByMetadataName(KnownTypes.OperationAttribute) is not { } operation) return null;
        return AlignmentDeclaration.Read(new ParseSession(compilation, operation.ContainingAssembly, null, cancellation), type);
    }

    private static TrainingModel? ReadTraining(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        Compilation compilation = context.SemanticModel.Compilation;
        if (context.TargetSymbol is not INamedTypeSymbol type
            || compilation.GetTypeByMetadataName(KnownTypes.OperationAttribute) is not { } operation) return null;
        return TrainingReader.Read(new ParseSession(compilation, operation.ContainingAssembly, null, cancellation), type);
    }

    /// <summary>The blocks that no network uses: of the others' mistakes their networks tell.</summary>
    private static IncrementalValueProvider<EquatableArray<DeclaredBlock>> UnusedBlocks(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<NetworkModel> networks) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.BlockAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, _) => attributed.TargetSymbol is INamedTypeSymbol type ? DeclaredBlock.Of(type) : null)
            .Where(static block => block is not null)
            .Select(static (block, _) => block!)
            .Collect()
            .Combine(networks.Collect())
            .Select(static (pair, _) =>
            {
                var used = new HashSet<string>(pair.Right.SelectMany(network => network.Spec?.Blocks ?? []).Select(block => block.Type));
                return pair.Left.Where(block => !used.Contains(block.Key)).Distinct().ToEquatableArray();
            });

    private static NetworkModel? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type || !IsFirst(context, type)) return null;
        try
        {
            IAssemblySymbol runtime = context.Attributes[0].AttributeClass!.ContainingAssembly;
            return NetworkReader.Read(new ParseSession(context.SemanticModel.Compilation, runtime, null, cancellation), type);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception)
        {
            var head = new NetworkHead("", [], type.Name, "", [], [], [], CanExtend: false);
            return new NetworkModel(head, null, exception.GetType().Name + ": " + exception.Message) { Failed = true };
        }
    }

    /// <summary>Several parts of a class may carry the attribute; the first one stands for all.</summary>
    private static bool IsFirst(GeneratorAttributeSyntaxContext context, INamedTypeSymbol type)
    {
        SyntaxReference? first = type.GetAttributes()
            .FirstOrDefault(attribute =>
                KnownTypes.IsNamed(attribute.AttributeClass, KnownTypes.FusedNetworkAttribute))?.ApplicationSyntaxReference;
        return first is not null && first.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.Span.Contains(first.Span);
    }

    private static void Add(SourceProductionContext context, GeneratedSource source)
    {
        if (source.Failure.Length > 0)
            context.ReportDiagnostic(Diagnostic.Create(Rules.Find(source.Rule), Location.None, source.ClassName, source.Failure));
        if (source.HintName.Length > 0) context.AddSource(source.HintName, SourceText.From(source.Text, System.Text.Encoding.UTF8));
    }
}
