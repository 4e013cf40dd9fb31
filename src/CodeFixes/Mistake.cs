using Microsoft.CodeAnalysis;

namespace Fusion.CodeFixes;

/// <summary>A diagnostic and the code that it is about.</summary>
/// <param name="Node">The innermost node at the diagnostic's place.</param>
public sealed record Mistake(Diagnostic Diagnostic, SyntaxNode Node, SemanticModel Model, CancellationToken Cancellation)
{
    /// <summary>The node or the innermost one around it of a kind.</summary>
    public T? Around<T>()
        where T : SyntaxNode => Node.FirstAncestorOrSelf<T>();

    /// <summary>The class whose name the diagnostic underlines.</summary>
    public INamedTypeSymbol? Type => Model.GetDeclaredSymbol(Node, Cancellation) as INamedTypeSymbol;
}
