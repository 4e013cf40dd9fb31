using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NoLayers = new(
        "FUS004",
        "A network or block needs layers",
        "'{0}' has neither a field of type Layer nor a method Forward, so there is nothing to compute; add a field such as '[Conv(64, " +
        "3), Relu] Layer conv;'",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS004.md");
}
