using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Makes a sigmoid of a softmax over one channel.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSigmoid)), Shared]
public sealed class UseSigmoid() : DeclarationFix("FUS049")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        SyntaxNode? named = mistake.Around<AttributeSyntax>() ?? (SyntaxNode?)mistake.Around<InvocationExpressionSyntax>()?.Expression;
        IdentifierNameSyntax? name = named?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .FirstOrDefault(candidate => candidate.Identifier.ValueText is "Softmax" or "SoftmaxAttribute");
        if (name is null) return null;
        SyntaxToken sigmoid = SyntaxFactory.Identifier(name.Identifier.ValueText.Replace("Softmax", "Sigmoid"));
        return new Mend("Use Sigmoid instead", new Edit(name, _ => name.WithIdentifier(sigmoid.WithTriviaFrom(name.Identifier))));
    }
}
