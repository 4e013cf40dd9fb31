using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = new(
        "FUS001",
        "A class with a generated part must be partial",
        "'{0}' is marked [{1}] but is not partial, so the generated code cannot join it; write 'partial class {0}'",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS001.md");
}
