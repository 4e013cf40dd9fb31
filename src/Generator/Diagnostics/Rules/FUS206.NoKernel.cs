using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NoKernel = new(
        "FUS206",
        "A target has no kernel for an operation",
        "{0}",
        "Fusion.Backend",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS206.md");
}
