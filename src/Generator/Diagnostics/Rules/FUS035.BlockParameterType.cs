using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor BlockParameterType = new(
        "FUS035",
        "A block parameter's type is not supported",
        "The parameter '{0}' of the block '{1}' is {2}; expected is int, double, float, bool, string, Activation or another " +
        "enumeration of Fusion",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS035.md");
}
