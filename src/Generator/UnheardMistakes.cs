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
    private static UnheardMistakes None { get; } = new((EquatableArray<UnheardMistake>)[]);

    /// <summary>Whether C# may reject the declaration of a block's members.</summary>
    public static bool AreLikely(INamedTypeSymbol type) => type.GetMembers().Any(member =>
        member is IFieldSymbol { Type.TypeKind: TypeKind.Error }
        || (member is IPropertySymbol && member.GetAttributes().Length > 0)
        || member.GetAttributes().Any(attribute => attribute.AttributeConstructor is null));

    public static UnheardMistakes Find(Compilation compilation, AnalyzerConfigOptions options, CancellationToken cancellation)
    {
        // An editor asks analyzers all the same.
        bool isEditor = options.TryGetValue("build_property.DesignTimeBuild", out string? value)
            && value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase);
        if (isEditor || compilation.GetTypeByMetadataName(KnownTypes.OperationAttribute) is not { } operation) return None;
        bool isRejected = compilation.GetDeclarationDiagnostics(cancellation)
            .Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (!isRejected) return None;

        var found = new List<UnheardMistake>();
        foreach (INamedTypeSymbol type in ProjectReader.Types(compilation.Assembly.GlobalNamespace, cancellation))
        {
            DeclarationAnalysis.Run(type, compilation, operation.ContainingAssembly, cancellation, diagnostic =>
            {
                if (diagnostic.Severity == DiagnosticSeverity.Error) found.Add(UnheardMistake.Of(diagnostic));
            });
        }

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
    public static UnheardMistake Of(Diagnostic diagnostic) => new(
        diagnostic.Id,
        diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
        diagnostic.Location.SourceTree?.FilePath ?? "",
        diagnostic.Location.SourceSpan,
        diagnostic.Location.GetLineSpan().Span);

    /// <summary>Under the id, the category and the help link of its rule, with the message as it is.</summary>
    public Diagnostic ToDiagnostic()
    {
        DiagnosticDescriptor rule = Diagnostics.Rules.Find(Id);
        var descriptor = new DiagnosticDescriptor(Id, rule.Title, "{0}", rule.Category, rule.DefaultSeverity, true, null, rule.HelpLinkUri);
        return Diagnostic.Create(descriptor, Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines), Message);
    }
}
