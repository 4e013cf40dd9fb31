using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        "FUS002",
        "The types around a network must be partial",
        "The network '{0}' is nested in '{1}', which is not partial, so the generated code cannot join it; write 'partial' on '{1}' " +
        "too, or move the network out of it",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS002.md");
}
