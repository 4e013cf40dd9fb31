using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Makes a network, and the types around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartial)), Shared]
public sealed class MakePartial() : DeclarationFix("FUS001", "FUS002")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        var types = new List<INamedTypeSymbol>();
        for (INamedTypeSymbol? type = mistake.Type; type is not null; type = type.ContainingType) types.Add(type);
        // Every part of a type must say so.
        Edit[] edits =
        [
            .. types.SelectMany(type => type.DeclaringSyntaxReferences)
                .Select(reference => reference.GetSyntax(mistake.Cancellation))
                .OfType<TypeDeclarationSyntax>()
                .Select(part => new Edit(part, Modifiers.AddPartial)),
        ];
        return edits.Length == 0
            ? null
            : new Mend($"Make '{types[mistake.Diagnostic.Id == "FUS001" ? 0 : types.Count - 1].Name}' partial", edits);
    }
}
