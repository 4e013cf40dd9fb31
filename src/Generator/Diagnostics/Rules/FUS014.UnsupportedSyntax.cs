using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnsupportedSyntax = new(
        "FUS014",
        "Forward uses C# that cannot be read at build time",
        "{0} uses {1}, but only calls of layers, of the functions of Ops and of methods of this project, arithmetic, locals, arrays, "
            + "conditions, and loops over block parameters and shapes can be read at build time; {2}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS014.md");
}
