using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor SharedParameter = new(
        "FUS044",
        "Two layers share weights because of their names",
        "{0}",
        "Fusion.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS044.md");
}
