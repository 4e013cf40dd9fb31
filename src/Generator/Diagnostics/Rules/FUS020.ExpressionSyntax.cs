using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ExpressionSyntax = new(
        "FUS020",
        "An expression string cannot be read",
        "The expression \"{0}\" is not a C# expression: {1}; write one such as \"4 * width\" or, with a size per dimension, \"(2, 1)\"",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS020.md");
}
