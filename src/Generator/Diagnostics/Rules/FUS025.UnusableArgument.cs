using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnusableArgument = new(
        "FUS025",
        "An argument cannot be used",
        "The argument {0} of [{1}] is {2}; expected is {3}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS025.md");
}
