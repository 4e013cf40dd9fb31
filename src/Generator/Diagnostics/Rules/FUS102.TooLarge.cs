using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor TooLarge = new(
        "FUS102",
        "A value is too large",
        "{0}",
        "Fusion.Shape",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: "docs/diagnostics/FUS102.md");
}
