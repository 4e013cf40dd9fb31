using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ConflictingShapes = new(
        "FUS007",
        "An input's shape is given once",
        "The shape of the network '{0}' is given twice: {1}; {2}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS007.md");
}
