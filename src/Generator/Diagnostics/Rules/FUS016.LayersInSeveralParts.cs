using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor LayersInSeveralParts = new(
        "FUS016",
        "Layers of several parts of a class need a Forward",
        "The layers '{0}' and '{1}' of '{2}' stand in different parts of the class, so that their order would be that in which "
            + "the compiler is given the files; put all layers into one part, or write a Forward that calls them",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS016.md");
}
