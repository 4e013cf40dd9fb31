using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Puts <c>Flatten</c> before a linear layer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddFlatten)), Shared]
public sealed class AddFlatten() : DeclarationFix("FUS048")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake) =>
        mistake.Around<AttributeSyntax>() is { Parent: AttributeListSyntax list } linear && linear.Name.ToString().Contains("Linear")
            ? new Mend("Add Flatten before it", new Edit(list, node => Insert(node, linear)))
            : null;

    private static SyntaxNode Insert(SyntaxNode node, AttributeSyntax linear)
    {
        if (node is not AttributeListSyntax list) return node;
        int position = list.Attributes.IndexOf(attribute => attribute.IsEquivalentTo(linear));
        // Qualified, and with the suffix, where the other one is.
        string name = linear.Name.ToString().Replace("Linear", "Flatten");
        if (position < 0 || (position > 0 && list.Attributes[position - 1].Name.ToString() == name)) return node;
        AttributeSyntax flatten = SyntaxFactory.Attribute(SyntaxFactory.ParseName(name)).WithLeadingTrivia(linear.GetLeadingTrivia());
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        var all = list.Attributes.Replace(list.Attributes[position], linear.WithLeadingTrivia()).GetWithSeparators();
        return list.WithAttributes(SyntaxFactory.SeparatedList<AttributeSyntax>(all.InsertRange(2 * position, [flatten, comma])));
    }
}
