using System.Collections.Concurrent;
using System.Collections.Immutable;
using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator;

/// <summary>
/// Reports the mistakes in declarations, each once and at the expression that is wrong. Shares its reader with the generator.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FusionAnalyzer : DiagnosticAnalyzer
{
    private readonly Func<CompileOptions, IReadOnlyList<Target>> _targets;

    /// <summary>Reports what the targets of the project lack, too.</summary>
    public FusionAnalyzer()
        : this(TargetTable.For)
    {
    }

    /// <param name="targets">The targets that are on; for tests.</param>
    internal FusionAnalyzer(Func<CompileOptions, IReadOnlyList<Target>> targets) => _targets = targets;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        Func<CompileOptions, IReadOnlyList<Target>> targets = _targets;
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypes.OperationAttribute) is not { } operation) return;

            AnalyzerConfigOptions properties = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
            string? narrowInstructionSet = AheadOfTime.NarrowInstructionSet(properties);
            var mistakes = new ProjectMistakes(properties);

            start.RegisterAdditionalFileAction(
                static file => TuningFiles.Check(file.AdditionalFile, file.CancellationToken, file.ReportDiagnostic));

            Compilation compilation = start.Compilation;
            var first = new Lazy<INamedTypeSymbol?>(() => ProjectReader.FirstNetwork(compilation, CancellationToken.None));

            // Two networks that use one block find the same mistake in it.
            var reported = new ConcurrentDictionary<(string Id, Location Location), bool>();
            start.RegisterSymbolAction(
                symbol =>
                {
                    var type = (INamedTypeSymbol)symbol.Symbol;
                    DeclarationAnalysis.Run(
                        type, symbol.Compilation, operation.ContainingAssembly, targets, symbol.CancellationToken, diagnostic =>
                    {
                        if (ProjectReader.IsOfProject(diagnostic.Id) && !SymbolEqualityComparer.Default.Equals(first.Value, type)) return;
                        if (reported.TryAdd((diagnostic.Id, diagnostic.Location), true)) symbol.ReportDiagnostic(diagnostic);
                    });
                    if (mistakes.Any && SymbolEqualityComparer.Default.Equals(first.Value, type))
                        foreach (Diagnostic mistake in mistakes.At(type)) symbol.ReportDiagnostic(mistake);
                    if (narrowInstructionSet is not null && KnownTypes.Has(type, KnownTypes.FusedNetworkAttribute))
                    {
                        string found = narrowInstructionSet.Length == 0 ? "not set" : $"'{narrowInstructionSet}'";
                        symbol.ReportDiagnostic(Diagnostic.Create(Rules.NarrowVectors, type.Locations.FirstOrDefault(), type.Name, found));
                    }
                },
                SymbolKind.NamedType);
        });
    }
}
