using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor InvalidShape = new(
        "FUS006",
        "A shape has one to four positive sizes",
        "The shape {0} {1}; a shape is (C), (L, C), (H, W, C) or (T, H, W, C) " +
        "with sizes of at least 1, channels last and without the batch",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS006.md");
}
