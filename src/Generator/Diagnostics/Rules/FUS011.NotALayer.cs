using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NotALayer = new(
        "FUS011",
        "Operations belong to fields of type Layer",
        "The field '{0}' carries the operation [{1}] but is of type '{2}'; declare it as '{3} {0}'",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS011.md");
}
