using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnusedLayer = new(
        "FUS012",
        "A layer is never used",
        "The layer '{0}' is never called in Forward, so it is not part of '{1}' and its weights are not loaded; call it or remove it",
        "Fusion.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS012.md");
}
