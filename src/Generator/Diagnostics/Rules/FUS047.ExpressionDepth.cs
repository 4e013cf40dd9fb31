using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ExpressionDepth = new(
        "FUS047",
        "An expression or statement is nested too deep",
        "This nests more than {0} levels deep; put parts of it into locals, constants or block parameters, or write a loop",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS047.md");
}
