using System.Collections.Concurrent;
using System.Collections.Immutable;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Lower;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator;

/// <summary>Reports the mistakes in declarations, each once and at the expression that is wrong. Shares its reader with the generator.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FusionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypes.OperationAttribute) is not { } operation) return;

            string? narrowInstructionSet = AheadOfTime.NarrowInstructionSet(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions);

            start.RegisterAdditionalFileAction(static file => TuningFiles.Check(file.AdditionalFile, file.CancellationToken, file.ReportDiagnostic));

            Compilation compilation = start.Compilation;
            var first = new Lazy<INamedTypeSymbol?>(() => ProjectReader.FirstNetwork(compilation, CancellationToken.None));

            // Two networks that use one block find the same mistake in it.
            var reported = new ConcurrentDictionary<(string Id, Location Location), bool>();
            start.RegisterSymbolAction(
                symbol =>
                {
                    var type = (INamedTypeSymbol)symbol.Symbol;
                    Analyze(type, symbol.Compilation, operation.ContainingAssembly, symbol.CancellationToken, diagnostic =>
                    {
                        if (ProjectReader.IsOfProject(diagnostic) && !SymbolEqualityComparer.Default.Equals(first.Value, type)) return;
                        if (reported.TryAdd((diagnostic.Id, diagnostic.Location), true)) symbol.ReportDiagnostic(diagnostic);
                    });
                    if (narrowInstructionSet is not null && Has(type, KnownTypes.FusedNetworkAttribute))
                    {
                        string found = narrowInstructionSet.Length == 0 ? "not set" : $"'{narrowInstructionSet}'";
                        symbol.ReportDiagnostic(Diagnostic.Create(Rules.NarrowVectors, type.Locations.FirstOrDefault(), type.Name, found));
                    }
                },
                SymbolKind.NamedType);
        });
    }

    private static void Analyze(
        INamedTypeSymbol type, Compilation compilation, IAssemblySymbol runtime, CancellationToken cancellation, Action<Diagnostic> report)
    {
        bool isNetwork = Has(type, KnownTypes.FusedNetworkAttribute), isBlock = Has(type, KnownTypes.BlockAttribute);
        if (!isNetwork && !isBlock) return;
        try
        {
            var session = new ParseSession(compilation, runtime, new SourceMap(), cancellation);
            if (isNetwork) AnalyzeNetwork(session, type, report);
            else BlockReader.Read(new TypeReader(session, type, isNetwork: false));
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

    private static void AnalyzeNetwork(ParseSession session, INamedTypeSymbol type, Action<Diagnostic> report)
    {
        NetworkModel model = NetworkReader.Read(session, type);
        if (model.Spec is null) return;
        LoweringResult result = Lowering.Lower(model.Spec);
        foreach (LoweringError error in result.Errors.Concat(result.Warnings))
        {
            report(Diagnostic.Create(
                Rules.Find(error.Id),
                session.Map!.Find(error.Type, error.ExpressionId),
                error.Uses.Select(use => session.Map!.Find(use.Type, use.ExpressionId)),
                error.Message));
        }

        if (result.Errors.Count == 0 && IsPlaceholder(type) && !HasErrors(session, type))
        {
            report(Diagnostic.Create(Rules.NotGenerated, type.Locations.FirstOrDefault(), type.Name));
        }
    }

    /// <summary>Whether the generator found a mistake. It sees the project without the generated parts, so it may find one that is none here.</summary>
    private static bool IsPlaceholder(INamedTypeSymbol type) => type.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "GeneratedCodeAttribute" && attribute.ConstructorArguments.Any(argument => PlaceholderPart.Marker.Equals(argument.Value)));

    private static bool HasErrors(ParseSession session, INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(reference =>
        session.Model(reference.SyntaxTree).GetDiagnostics(reference.Span, session.Cancellation).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    private static bool Has(INamedTypeSymbol type, string attribute) =>
        type.GetAttributes().Any(candidate => KnownTypes.IsNamed(candidate.AttributeClass, attribute));
}
