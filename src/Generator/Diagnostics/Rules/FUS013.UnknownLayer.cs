using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnknownLayer = new(
        "FUS013",
        "Only a class's own layers can be called",
        "'{0}' is not a layer of '{1}': {2}; call a field of type Layer that this class declares with operations",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS013.md");
}
