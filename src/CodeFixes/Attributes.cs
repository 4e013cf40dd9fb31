using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes;

/// <summary>Adds and removes attributes.</summary>
internal static class Attributes
{
    public static Edit Remove(AttributeSyntax attribute) => attribute.Parent is AttributeListSyntax { Attributes.Count: > 1 }
        ? new Edit(attribute, null)
        : new Edit(attribute.Parent!, null);

    /// <summary>A list of its own, on a line of its own, before a type's other ones.</summary>
    public static SyntaxNode AddFirst(SyntaxNode node, string name)
    {
        if (node is not TypeDeclarationSyntax type
            || type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == name)) return node;
        SyntaxTriviaList before = type.GetLeadingTrivia();
        SyntaxTriviaList indent = [.. before.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))];
        AttributeListSyntax list = SyntaxFactory.AttributeList([SyntaxFactory.Attribute(SyntaxFactory.ParseName(name))])
            .WithLeadingTrivia(before)
            .WithTrailingTrivia(EndOfLine(node));
        type = (TypeDeclarationSyntax)type.WithLeadingTrivia(indent);
        return type.WithAttributeLists(type.AttributeLists.Insert(0, list));
    }

    /// <summary>As the file ends its lines.</summary>
    private static SyntaxTrivia EndOfLine(SyntaxNode node) =>
        node.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found
            ? found
            : SyntaxFactory.LineFeed;
}
