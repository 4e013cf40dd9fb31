using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ForeignBlock = new(
        "FUS031",
        "A block must be in the same project",
        "The block '{0}' is in the assembly '{1}', where its source cannot be read; move or copy its declaration into this project",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS031.md");
}
