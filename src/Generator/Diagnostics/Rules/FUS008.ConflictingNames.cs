using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ConflictingNames = new(
        "FUS008",
        "Inputs and outputs need names of their own",
        "The name '{0}' stands for two inputs or outputs of the network '{1}', but each becomes a parameter of Run; rename one of them",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS008.md");
}
