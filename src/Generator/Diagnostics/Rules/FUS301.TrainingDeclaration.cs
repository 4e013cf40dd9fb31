using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor TrainingDeclaration = new(
        "FUS301",
        "A training cannot be compiled as it is declared",
        "The training '{0}': {1}",
        "Fusion.Training",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS301.md");
}
