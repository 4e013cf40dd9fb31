using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NotABlock = new(
        "FUS030",
        "Block<T> needs a class marked [Block]",
        "'{0}' is not marked [Block], so [Block<{0}>] cannot apply it; put [Block] on the class '{0}'",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS030.md");
}
