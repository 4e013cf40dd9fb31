using Fusion.Compiler;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator;

/// <summary>
/// The mistakes that the analyzer could not report in this build: where a declaration is no C#, as with an attribute that does not exist,
/// the compiler ends
/// before it asks analyzers, and one such declaration anywhere would hide the mistakes of the whole project. Then the generator reports
/// them. Errors only: a
/// warning may be silenced at its place, of which a generator knows nothing.
/// </summary>
internal sealed record UnheardMistakes(EquatableArray<UnheardMistake> Mistakes)
{
    /// <param name="isWrong">Whether a network or a training is known to be wrong.</param>
    /// <param name="blocks">The blocks of which no network says whether they are.</param>
    /// <returns>Null where nothing is wrong, or the analyzer says so.</returns>
    public static UnheardMistakes? Find(
        Compilation compilation, bool isWrong, EquatableArray<DeclaredBlock> blocks, AnalyzerConfigOptions options,
        CancellationToken cancellation)
    {
        // An editor asks analyzers all the same.
        bool isEditor = options.TryGetValue("build_property.DesignTimeBuild", out string? value)
            && value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase);
        if (isEditor || compilation.GetTypeByMetadataName(KnownTypes.OperationAttribute) is not { } operation) return null;
        IAssemblySymbol runtime = operation.ContainingAssembly;
        var mistakes = new ProjectMistakes(options);
        if (!isWrong && !mistakes.Any && !blocks.Any(block => block.IsWrong(compilation, runtime, cancellation)))
            return null;
        bool isRejected = compilation.GetDeclarationDiagnostics(cancellation)
            .Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
                && !AlignmentCheck.Explains(diagnostic, compilation, runtime, cancellation));
        if (!isRejected) return null;

        var found = new List<UnheardMistake>();
        foreach (INamedTypeSymbol type in ProjectReader.Types(compilation.Assembly.GlobalNamespace, cancellation))
        {
            DeclarationAnalysis.Run(type, compilation, runtime, TargetTable.For, cancellation, diagnostic =>
            {
                if (diagnostic.Severity == DiagnosticSeverity.Error) found.Add(UnheardMistake.Of(diagnostic));
            });
        }

        if (mistakes.Any && ProjectReader.FirstNetwork(compilation, cancellation) is { } first)
            found.AddRange(mistakes.At(first).Select(UnheardMistake.Of));

        // Two networks that use one block find the same mistake in it, and each says what is wrong with the project.
        return new UnheardMistakes(found
            .GroupBy(mistake => ProjectReader.IsOfProject(mistake.Id)
                ? (mistake.Id, "", default)
                : (mistake.Id, mistake.Path, mistake.Span))
            .Select(group => group.First()).ToEquatableArray());
    }
}

/// <summary>A diagnostic as values, which hold nothing of the compiler.</summary>
internal sealed record UnheardMistake(string Id, string Message, string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>At the place that <c>#line</c> says, as the analyzer's are: where both report a mistake, the compiler prints it
    /// once.</summary>
    public static UnheardMistake Of(Diagnostic diagnostic)
    {
        FileLinePositionSpan lines = diagnostic.Location.GetMappedLineSpan();
        return new(
            diagnostic.Id,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            diagnostic.Location.SourceTree is null ? "" : lines.Path,
            diagnostic.Location.SourceSpan,
            lines.Span);
    }

    /// <summary>Under the id, the category and the help link of its rule, with the message as it is.</summary>
    public Diagnostic ToDiagnostic()
    {
        DiagnosticDescriptor rule = Diagnostics.Rules.Find(Id);
        var descriptor = new DiagnosticDescriptor(Id, rule.Title, "{0}", rule.Category, rule.DefaultSeverity, true, null, rule.HelpLinkUri);
        return Diagnostic.Create(descriptor, Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines), Message);
    }
}
