using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Editing;

namespace Fusion.CodeFixes;

/// <summary>A fix that edits source files.</summary>
public abstract class DeclarationFix(params string[] ids) : FusionFix(ids)
{
    /// <summary>How a mistake is mended; null where there is no obvious way.</summary>
    protected abstract Mend? Find(Mistake mistake);

    internal sealed override async Task<CodeAction?> PrepareAsync(
        Solution solution, IReadOnlyList<(Document Document, Diagnostic Diagnostic)> found, CancellationToken cancellation)
    {
        var mends = new List<Mend>();
        foreach ((Document document, Diagnostic diagnostic) in found)
        {
            SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
            SemanticModel? model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
            if (root is null || model is null || !root.FullSpan.Contains(diagnostic.Location.SourceSpan)) continue;
            SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (Find(new Mistake(diagnostic, node, model, cancellation)) is { } mend) mends.Add(mend);
        }

        return mends.Count == 0
            ? null
            : CodeAction.Create(mends[0].Title, token => ApplyAsync(solution, mends.SelectMany(mend => mend.Edits), token), EquivalenceKey);
    }

    private static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<Edit> edits, CancellationToken cancellation)
    {
        var editor = new SolutionEditor(solution);
        var removed = new HashSet<SyntaxNode>();
        foreach (Edit edit in edits)
        {
            if (solution.GetDocument(edit.Node.SyntaxTree) is not { } document) continue;
            DocumentEditor file = await editor.GetDocumentEditorAsync(document.Id, cancellation).ConfigureAwait(false);
            if (edit.Change is { } change) file.ReplaceNode(edit.Node, (current, _) => current.CopyAnnotationsTo(change(current)));
            else if (removed.Add(edit.Node)) file.RemoveNode(edit.Node);
        }

        return editor.GetChangedSolution();
    }
}
