using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Fusion.CodeFixes;

/// <summary>Mends all mistakes of a kind in a document, project or solution, each edit made once.</summary>
internal sealed class FixAll : FixAllProvider
{
    public static readonly FixAll Instance = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        IEnumerable<Document> documents = context.Scope switch
        {
            FixAllScope.Document when context.Document is { } document => [document],
            FixAllScope.Project => context.Project.Documents,
            FixAllScope.Solution => context.Solution.Projects.SelectMany(project => project.Documents),
            _ => [],
        };
        var found = new List<(Document, Diagnostic)>();
        foreach (Document document in documents)
        {
            ImmutableArray<Diagnostic> diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            found.AddRange(diagnostics.Select(diagnostic => (document, diagnostic)));
        }

        return await ((FusionFix)context.CodeFixProvider).PrepareAsync(context.Solution, found, context.CancellationToken)
            .ConfigureAwait(false);
    }
}
