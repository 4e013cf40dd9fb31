using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Makes an ordinary field of a layer that is a property or static.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeField)), Shared]
public sealed class MakeField() : DeclarationFix("FUS052")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        if (mistake.Around<PropertyDeclarationSyntax>() is { } property)
        {
            return new Mend($"Make '{property.Identifier.ValueText}' a field", new Edit(property, node => ToField(node)));
        }

        return mistake.Around<FieldDeclarationSyntax>() is { } field && field.Modifiers.Any(SyntaxKind.StaticKeyword)
            ? new Mend("Remove 'static'", new Edit(field, node => Modifiers.Remove(node, SyntaxKind.StaticKeyword)))
            : null;
    }

    private static SyntaxNode ToField(SyntaxNode node)
    {
        if (node is not PropertyDeclarationSyntax property) return node;
        // What was meant for the property's field now stands on it.
        var attributes = property.AttributeLists.Select(list => list.WithTarget(null));
        var modifiers = property.Modifiers.Where(modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()));
        SyntaxToken name = property.Identifier.WithTrailingTrivia();
        VariableDeclarationSyntax declaration = SyntaxFactory.VariableDeclaration(
            DeclareAsLayer.Layer().WithTriviaFrom(property.Type), [SyntaxFactory.VariableDeclarator(name)]);
        return SyntaxFactory.FieldDeclaration(
            [.. attributes], [.. modifiers], declaration, SyntaxFactory.Token(SyntaxKind.SemicolonToken)
                .WithTrailingTrivia(property.GetTrailingTrivia()));
    }
}
