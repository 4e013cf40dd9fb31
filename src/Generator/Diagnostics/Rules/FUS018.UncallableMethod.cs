using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UncallableMethod = new(
        "FUS018",
        "A method cannot be called in a declaration",
        "The method '{0}' {1}, so that it cannot be called in a declaration; {2}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS018.md");
}
