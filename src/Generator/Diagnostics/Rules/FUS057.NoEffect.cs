using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NoEffect = new(
        "FUS057",
        "An operation hands its input on unchanged",
        "{0}",
        "Fusion.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS057.md");
}
