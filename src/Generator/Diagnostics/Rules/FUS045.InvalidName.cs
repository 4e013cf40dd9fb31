using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor InvalidName = new(
        "FUS045",
        "A name of a parameter cannot be used",
        "{0}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS045.md");
}
