using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Makes a network or block an ordinary class where a keyword, or a base class, keeps it from being one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeOrdinaryClass)), Shared]
public sealed class MakeOrdinaryClass() : DeclarationFix("FUS003", "FUS036")
{
    private static readonly SyntaxKind[] Unsuitable = [SyntaxKind.StaticKeyword, SyntaxKind.AbstractKeyword, SyntaxKind.FileKeyword];

    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        if (mistake.Type is not { } type) return null;
        IReadOnlyList<TypeDeclarationSyntax> parts =
            [.. type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(mistake.Cancellation))
                .OfType<TypeDeclarationSyntax>()];
        if (parts.Any(part => part.TypeParameterList is not null)) return null;
        if (mistake.Diagnostic.Id == "FUS003" && type.IsRecord)
        {
            return parts.All(part => part is RecordDeclarationSyntax { ParameterList: null })
                ? new Mend($"Make '{type.Name}' a class", Each(parts, ToClass))
                : null;
        }

        foreach (SyntaxKind kind in Unsuitable)
        {
            if (!parts.Any(part => part.Modifiers.Any(kind))) continue;
            return new Mend($"Remove '{SyntaxFacts.GetText(kind)}' from '{type.Name}'", Each(parts, part => Modifiers.Remove(part, kind)));
        }

        // The base class, if there is one, is the first in a list; what follows it are interfaces.
        return mistake.Diagnostic.Id == "FUS003" && type.BaseType is { SpecialType: SpecialType.None }
            && parts.SelectMany(part => part.BaseList?.Types ?? []).FirstOrDefault(named => IsClass(named, mistake)) is { } parent
            ? new Mend($"Remove the base class of '{type.Name}'",
                new Edit(parent.FirstAncestorOrSelf<TypeDeclarationSyntax>()!, RemoveFirstBase))
            : null;
    }

    private static Edit[] Each(IEnumerable<TypeDeclarationSyntax> parts, Func<SyntaxNode, SyntaxNode> change) =>
        [.. parts.Select(part => new Edit(part, change))];

    private static bool IsClass(BaseTypeSyntax named, Mistake mistake) => named.SyntaxTree == mistake.Model.SyntaxTree
        && mistake.Model.GetTypeInfo(named.Type, mistake.Cancellation).Type is { TypeKind: TypeKind.Class };

    private static SyntaxNode ToClass(SyntaxNode node) => node is not RecordDeclarationSyntax record
        ? node
        : SyntaxFactory.ClassDeclaration(
            record.AttributeLists, record.Modifiers, SyntaxFactory.Token(SyntaxKind.ClassKeyword)
                .WithTriviaFrom(record.Keyword), record.Identifier, null,
            record.BaseList, record.ConstraintClauses, record.OpenBraceToken, record.Members, record.CloseBraceToken,
            record.SemicolonToken);

    private static SyntaxNode RemoveFirstBase(SyntaxNode node)
    {
        if (node is not TypeDeclarationSyntax { BaseList: { } bases } type) return node;
        if (bases.Types.Count > 1) return type.WithBaseList(bases.WithTypes(bases.Types.RemoveAt(0)));
        // The line's end belongs to what is removed.
        SyntaxToken before = bases.GetFirstToken().GetPreviousToken();
        return type.ReplaceToken(before, before.WithTrailingTrivia(bases.GetTrailingTrivia())) is TypeDeclarationSyntax kept
            ? kept.WithBaseList(null)
            : node;
    }
}
