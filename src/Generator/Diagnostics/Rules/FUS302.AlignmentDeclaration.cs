using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor AlignmentDeclaration = new(
        "FUS302",
        "An alignment does not fit its networks",
        "The alignment '{0}': {1}",
        "Fusion.Training",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS302.md");
}
