using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes;

/// <summary>Adds and removes modifiers, and keeps the blanks and comments before them.</summary>
internal static class Modifiers
{
    /// <summary>With <c>partial</c>, which C# wants last.</summary>
    public static SyntaxNode AddPartial(SyntaxNode node)
    {
        if (node is not TypeDeclarationSyntax type || type.Modifiers.Any(SyntaxKind.PartialKeyword)) return node;
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return type.Modifiers.Count > 0
            ? type.WithModifiers(type.Modifiers.Add(partial))
            : type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers([partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)]);
    }

    public static SyntaxNode Remove(SyntaxNode node, SyntaxKind kind)
    {
        if (node is not MemberDeclarationSyntax member) return node;
        int position = member.Modifiers.IndexOf(kind);
        if (position < 0) return node;
        SyntaxTriviaList before = member.Modifiers[position].LeadingTrivia;
        SyntaxToken next = member.Modifiers[position].GetNextToken();
        member = member.ReplaceToken(next, next.WithLeadingTrivia(before.AddRange(next.LeadingTrivia)));
        return member.WithModifiers(member.Modifiers.RemoveAt(position));
    }
}
