using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ConflictingNames = new(
        "FUS008",
        "Inputs and outputs need names of their own",
        "The name '{0}' of the network '{1}' {2}; rename {3}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS008.md");
}
