using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ConfusableSizes = new(
        "FUS043",
        "The lengths of spans do not tell two sizes apart",
        "{0}",
        "Fusion.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS043.md");
}
