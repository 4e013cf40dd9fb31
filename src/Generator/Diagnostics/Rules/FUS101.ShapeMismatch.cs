using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ShapeMismatch = new(
        "FUS101",
        "An operation does not fit its input",
        "{0}",
        "Fusion.Shape",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS101.md");
}
