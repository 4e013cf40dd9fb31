using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Fusion.CodeFixes;

/// <summary>A fix of Fusion's diagnostics, alone or all of a kind at once.</summary>
public abstract class FusionFix(params string[] ids) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. ids];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            CodeAction? action = await PrepareAsync(
                context.Document.Project.Solution, [(context.Document, diagnostic)], context.CancellationToken).ConfigureAwait(false);
            if (action is not null) context.RegisterCodeFix(action, diagnostic);
        }
    }

    /// <summary>The action that mends all of these; null where none can be mended.</summary>
    internal abstract Task<CodeAction?> PrepareAsync(
        Solution solution, IReadOnlyList<(Document Document, Diagnostic Diagnostic)> found, CancellationToken cancellation);

    /// <summary>What is changed by one fix is changed by "fix all" in its name.</summary>
    private protected string EquivalenceKey => GetType().Name;
}
