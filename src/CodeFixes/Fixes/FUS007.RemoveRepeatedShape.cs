using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Removes the second of two attributes that give a network the same shape.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveRepeatedShape)), Shared]
public sealed class RemoveRepeatedShape() : DeclarationFix("FUS007")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        if (mistake.Around<AttributeSyntax>() is not { Parent: AttributeListSyntax { Parent: TypeDeclarationSyntax type } } repeated)
            return null;
        bool hasTwin = type.AttributeLists.SelectMany(list => list.Attributes)
            .Any(other => other != repeated && SyntaxFactory.AreEquivalent(other, repeated));
        return hasTwin ? new Mend($"Remove the repeated [{repeated}]", Attributes.Remove(repeated)) : null;
    }
}
