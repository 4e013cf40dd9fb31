using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor WeightConstraint = new(
        "FUS303",
        "A constraint does not fit the weights of its layer",
        "{0}",
        "Fusion.Training",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS303.md");
}
