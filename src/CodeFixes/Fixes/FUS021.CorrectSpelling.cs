using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Corrects a name in an expression string to the known one that looks most like it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectSpelling)), Shared]
public sealed class CorrectSpelling() : DeclarationFix("FUS021")
{
    private static readonly string[] Shape = ["Channels", "Width", "Height", "Length", "Frames", "Rank"];

    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        TextSpan span = mistake.Diagnostic.Location.SourceSpan;
        if (mistake.Around<LiteralExpressionSyntax>() is not { Token.RawKind: (int)SyntaxKind.StringLiteralToken } literal) return null;
        if (!literal.Span.Contains(span) || mistake.Around<TypeDeclarationSyntax>() is not { } declaration) return null;
        if (mistake.Model.GetDeclaredSymbol(declaration, mistake.Cancellation) is not INamedTypeSymbol type) return null;

        string text = literal.Token.Text, written = text.Substring(span.Start - literal.SpanStart, span.Length);
        string before = text.Substring(0, span.Start - literal.SpanStart);
        if (Spelling.Nearest(written, Known(before, type, mistake.Model.Compilation)) is not { } meant) return null;
        return new Mend($"Change '{written}' to '{meant}'", new Edit(literal, node => Replace(node, written, meant)));
    }

    /// <summary>What may stand after the text before it.</summary>
    private static IEnumerable<string> Known(string before, INamedTypeSymbol type, Compilation compilation)
    {
        if (before.EndsWith("x.", StringComparison.Ordinal)) return Shape;
        if (before.EndsWith(".", StringComparison.Ordinal))
        {
            string name = before.Substring(0, before.Length - 1).Split('"', ' ', '(', ',').Last();
            return compilation.GetTypeByMetadataName("Fusion." + name)?.MemberNames
                .Where(member => member != "value__" && member != ".ctor") ?? [];
        }

        IEnumerable<string> parameters = type.InstanceConstructors
            .Where(constructor => !constructor.IsImplicitlyDeclared)
            .SelectMany(constructor => constructor.Parameters)
            .Select(parameter => parameter.Name);
        return parameters.Concat(type.GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst).Select(field => field.Name));
    }

    /// <summary>Everywhere in the string: the same name is the same mistake.</summary>
    private static SyntaxNode Replace(SyntaxNode node, string written, string meant)
    {
        if (node is not LiteralExpressionSyntax literal) return node;
        string text = System.Text.RegularExpressions.Regex.Replace(literal.Token.Text, $@"\b{written}\b", meant);
        return SyntaxFactory.ParseExpression(text).WithTriviaFrom(literal);
    }
}
