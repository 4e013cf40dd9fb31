using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Renames an input or output whose name another one has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenameTensor)), Shared]
public sealed class RenameTensor() : DeclarationFix("FUS008")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        if (mistake.Around<MethodDeclarationSyntax>() is not { } forward) return null;
        if (mistake.Around<TupleElementSyntax>() is { } element)
        {
            string name = Free(forward, element.Identifier.ValueText + "Result");
            IEnumerable<Edit> values = forward.DescendantNodes().OfType<NameColonSyntax>()
                .Where(label => label.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax }
                    && label.Name.Identifier.ValueText == element.Identifier.ValueText)
                .Select(label => new Edit(label.Name, _ => Name(label.Name, name)));
            Edit declared = new(element, _ => element.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(element.Identifier)));
            return new Mend($"Rename the output to '{name}'", [declared, .. values]);
        }

        if (mistake.Around<ParameterSyntax>() is { } parameter
            && mistake.Model.GetDeclaredSymbol(parameter, mistake.Cancellation) is { } symbol)
        {
            string name = Free(forward, symbol.Name + "Input");
            IEnumerable<Edit> uses = forward.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(use => use.Identifier.ValueText == symbol.Name)
                .Where(use => SymbolEqualityComparer.Default.Equals(mistake.Model.GetSymbolInfo(use, mistake.Cancellation).Symbol, symbol))
                .Select(use => new Edit(use, _ => Name(use, name)));
            Edit declared = new(parameter, _ =>
                parameter.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(parameter.Identifier)));
            return new Mend($"Rename the input to '{name}'", [declared, .. uses]);
        }

        return null;
    }

    private static IdentifierNameSyntax Name(IdentifierNameSyntax old, string name) =>
        SyntaxFactory.IdentifierName(name).WithTriviaFrom(old);

    private static string Free(MethodDeclarationSyntax forward, string name)
    {
        var taken = new HashSet<string>(forward.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => token.ValueText));
        string free = name;
        for (int i = 2; taken.Contains(free); i++) free = name + i;
        return free;
    }
}
