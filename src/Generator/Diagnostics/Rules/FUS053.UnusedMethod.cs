using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnusedMethod = new(
        "FUS053",
        "A method that computes tensors is not part of the network",
        "The method '{0}' of '{1}' takes and returns tensors but is never used: the network computes what Forward says, and {2}",
        "Fusion.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS053.md");
}
