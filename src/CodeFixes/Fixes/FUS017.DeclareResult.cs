using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Declares a layer with the type of what it returns.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareResult)), Shared]
public sealed class DeclareResult() : DeclarationFix("FUS017")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        // The message ends with the type in quotes.
        string message = mistake.Diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        string[] parts = message.Split('\'');
        return parts.Length > 2 && mistake.Around<FieldDeclarationSyntax>() is { } field
            ? new Mend(
                $"Declare the field as {parts[parts.Length - 2]}",
                new Edit(field.Declaration.Type, type => SyntaxFactory.ParseTypeName(parts[parts.Length - 2]).WithTriviaFrom(type)))
            : null;
    }
}
