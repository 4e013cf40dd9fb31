using Fusion.Compiler.Schedule;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator;

/// <summary>Generates the kernels of every class marked <c>[FusedNetwork]</c>. Mistakes in a declaration are the analyzer's to report.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class FusionGenerator : IIncrementalGenerator
{
    /// <summary>Declarations as records.</summary>
    public const string ParseStep = "Fusion.Parse";

    /// <summary>Measured choices of the scheduler.</summary>
    public const string TuningStep = "Fusion.Tuning";

    /// <summary>The text of the generated parts.</summary>
    public const string CompileStep = "Fusion.Compile";

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

        IncrementalValuesProvider<GeneratedSource> sources = models.Combine(tuning)
            .Select(static (pair, cancellation) => NetworkGeneration.Generate(pair.Left, pair.Right, cancellation))
            .WithTrackingName(CompileStep);

        context.RegisterSourceOutput(sources, static (output, source) => Add(output, source));
    }

    private static NetworkModel? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type || !IsFirst(context, type)) return null;
        try
        {
            return NetworkReader.Read(
                new ParseSession(context.SemanticModel.Compilation, context.Attributes[0].AttributeClass!.ContainingAssembly, null, cancellation), type);
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
            .FirstOrDefault(attribute => KnownTypes.IsNamed(attribute.AttributeClass, KnownTypes.FusedNetworkAttribute))?.ApplicationSyntaxReference;
        return first is not null && first.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.Span.Contains(first.Span);
    }

    private static void Add(SourceProductionContext context, GeneratedSource source)
    {
        if (source.Failure.Length > 0) context.ReportDiagnostic(Diagnostic.Create(Rules.Find(source.Rule), Location.None, source.ClassName, source.Failure));
        if (source.HintName.Length > 0) context.AddSource(source.HintName, SourceText.From(source.Text, System.Text.Encoding.UTF8));
    }
}
