using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnsupportedSyntax = new(
        "FUS014",
        "Forward uses C# that cannot be read at build time",
        "{0} uses {1}, but {2}; {3}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS014.md");
}
