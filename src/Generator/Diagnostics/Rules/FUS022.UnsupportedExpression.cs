using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnsupportedExpression = new(
        "FUS022",
        "An expression string uses C# that it cannot use",
        "An expression string cannot use {0}; expected are numbers, block parameters, the shape of x, arithmetic, comparisons, ?:, " +
        "static methods of this project and functions of Math",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS022.md");
}
