using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnusedLayer = new(
        "FUS012",
        "A layer is never used",
        "The {2} '{0}' is never {3} in Forward, so it is not part of '{1}' and its weights are not loaded; {4} it or remove it",
        "Fusion.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS012.md");
}
