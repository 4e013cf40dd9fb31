using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor LayerType = new(
        "FUS017",
        "A layer has the type of what it returns",
        "The layer '{0}' is declared as '{1}', but {2} returns '{3}'; declare it as '{4}'",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS017.md");
}
