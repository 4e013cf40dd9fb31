using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor EmptyLayer = new(
        "FUS010",
        "A layer needs operations",
        "The layer '{0}' has no operation; put at least one attribute such as [Conv(64, 3)] or [Relu] on it, or remove the field",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS010.md");
}
