using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Removes a layer that Forward never calls.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveUnusedLayer)), Shared]
public sealed class RemoveUnusedLayer() : DeclarationFix("FUS012")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        if (mistake.Around<VariableDeclaratorSyntax>() is not { Parent.Parent: FieldDeclarationSyntax field } layer) return null;
        SyntaxNode removed = field.Declaration.Variables.Count == 1 ? field : layer;
        return new Mend($"Remove the unused layer '{layer.Identifier.ValueText}'", new Edit(removed, null));
    }
}
