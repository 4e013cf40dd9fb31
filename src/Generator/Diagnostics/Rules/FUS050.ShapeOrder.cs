using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ShapeOrder = new(
        "FUS050",
        "A shape looks as if its sizes were in another order",
        "The shape {0} is read as {1}; if it is meant as {2}, write ({3}): channels come last, and the batch is no part of the shape",
        "Fusion.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS050.md");
}
