using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Writes the sizes of a shape channels last and without the batch.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteChannelsLast)), Shared]
public sealed class WriteChannelsLast() : DeclarationFix("FUS050")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        if (mistake.Around<AttributeSyntax>()?.ArgumentList is not { } list) return null;
        List<AttributeArgumentSyntax> sizes =
            [.. list.Arguments.Where(argument => argument.NameEquals is null && argument.NameColon is null)];
        if (sizes.Count is < 2 or > 4) return null;
        List<AttributeArgumentSyntax> meant = [.. Reorder(sizes, argument => Value(argument, mistake))];
        string shape = string.Join(", ", meant.Select(argument => argument.Expression.ToString()));
        return new Mend($"Write ({shape})", new Edit(list, node => Replace(node, sizes.Count, meant)));
    }

    /// <summary>Of four sizes that begin with one, the first is a batch; channels, unless they are last, follow it or come first.</summary>
    private static IEnumerable<AttributeArgumentSyntax> Reorder(List<AttributeArgumentSyntax> sizes,
        Func<AttributeArgumentSyntax, int?> value)
    {
        bool isBatch = sizes.Count == 4 && value(sizes[0]) == 1 && (IsFew(value(sizes[1])) || IsFew(value(sizes[3])));
        List<AttributeArgumentSyntax> rest = isBatch ? sizes.GetRange(1, 3) : sizes;
        return isBatch && !IsFew(value(rest[0])) ? rest : rest.Skip(1).Append(rest[0]);
    }

    private static bool IsFew(int? channels) => channels is 1 or 3 or 4;

    private static int? Value(AttributeArgumentSyntax argument, Mistake mistake) =>
        mistake.Model.GetConstantValue(argument.Expression, mistake.Cancellation).Value as int?;

    private static SyntaxNode Replace(SyntaxNode node, int count, IReadOnlyList<AttributeArgumentSyntax> meant)
    {
        if (node is not AttributeArgumentListSyntax list) return node;
        var others = list.Arguments.Skip(count);
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        IReadOnlyList<AttributeArgumentSyntax> all = [.. meant.Select(argument => argument.WithoutTrivia()), .. others];
        return list.WithArguments(SyntaxFactory.SeparatedList(all, Enumerable.Repeat(comma, all.Count - 1)));
    }
}
