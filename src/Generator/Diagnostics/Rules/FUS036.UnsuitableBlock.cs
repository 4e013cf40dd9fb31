using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnsuitableBlock = new(
        "FUS036",
        "A block is an ordinary class with a primary constructor",
        "The block '{0}' {1}; a block is an ordinary class whose parameters, if it has any, are those of its primary constructor; {2}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS036.md");
}
