using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor InternalError = new(
        "FUS900",
        "The generator failed",
        "The generator failed on the network '{0}': {1}; this is a defect of Fusion, please report it together with the declaration",
        "Fusion.Internal",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS900.md");
}
