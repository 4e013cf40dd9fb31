using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnsupportedNetwork = new(
        "FUS202",
        "The back end cannot compile a network",
        "The network '{0}' cannot be compiled: {1}",
        "Fusion.Backend",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS202.md");
}
