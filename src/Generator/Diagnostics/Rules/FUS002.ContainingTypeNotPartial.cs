using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        "FUS002",
        "The types around a class with a generated part must be partial",
        "The {2} '{0}' is nested in '{1}', which is not partial, so the generated code cannot join it; write 'partial' on '{1}' " +
        "too, or move the {2} out of it",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS002.md");
}
