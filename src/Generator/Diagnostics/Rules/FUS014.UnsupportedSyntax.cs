using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnsupportedSyntax = new(
        "FUS014",
        "Forward uses C# that cannot be read at build time",
        "Forward uses {0}, but only calls of layers and of the functions of Ops, + and *, locals, ?:, if, and for over block " +
        "parameters and shapes can be read at build time; {1}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS014.md");
}
