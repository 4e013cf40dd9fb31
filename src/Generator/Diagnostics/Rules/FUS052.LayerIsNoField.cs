using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor LayerIsNoField = new(
        "FUS052",
        "A layer is a field of each network",
        "The layer '{0}' is {1}, but a layer is an ordinary field: its attributes are read from there, and its weights belong "
            + "to one network; write '{2} {0};'",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS052.md");
}
