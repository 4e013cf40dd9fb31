using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NormOfOne = new(
        "FUS049",
        "A softmax or norm over a single value leaves nothing of it",
        "{0}",
        "Fusion.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS049.md");
}
