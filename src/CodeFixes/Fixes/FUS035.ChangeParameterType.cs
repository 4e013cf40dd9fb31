using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Gives a number that a block takes the type that blocks can take: int or double.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangeParameterType)), Shared]
public sealed class ChangeParameterType() : DeclarationFix("FUS035")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake)
    {
        if (mistake.Around<ParameterSyntax>() is not { Type: { } type } parameter || parameter.Modifiers.Count > 0) return null;
        SyntaxKind kind = mistake.Model.GetTypeInfo(type, mistake.Cancellation).Type?.SpecialType switch
        {
            SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16
                or SpecialType.System_UInt16 or SpecialType.System_UInt32
                or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr =>
                    SyntaxKind.IntKeyword,
            SpecialType.System_Decimal => SyntaxKind.DoubleKeyword,
            _ => SyntaxKind.None,
        };
        // A default such as 4L or 0.5m would not fit.
        if (kind == SyntaxKind.None || parameter.Default is not null) return null;
        PredefinedTypeSyntax becomes = SyntaxFactory.PredefinedType(SyntaxFactory.Token(kind)).WithTriviaFrom(type);
        return new Mend($"Declare '{parameter.Identifier.ValueText}' as {SyntaxFacts.GetText(kind)}", new Edit(type, _ => becomes));
    }
}
