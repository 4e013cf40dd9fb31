using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor MissingShape = new(
        "FUS005",
        "Every input needs a shape",
        "The input '{0}' of the network '{1}' has no shape; {2}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS005.md");
}
