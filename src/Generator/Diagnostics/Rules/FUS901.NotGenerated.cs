using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NotGenerated = new(
        "FUS901",
        "A network was not generated",
        "No code was generated for the network '{0}', although its declaration shows no mistake; Forward and the attributes must not " +
        "use what the generated part declares",
        "Fusion.Internal",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS901.md");
}
