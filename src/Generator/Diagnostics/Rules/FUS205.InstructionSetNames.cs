using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor InstructionSetNames = new(
        "FUS205",
        "FusionInstructionSets names instruction sets",
        "FusionInstructionSets in the project file names {0}, which is no instruction set; name one or several of {1}, with semicolons " +
        "between them, or remove "
            + "the property to have all",
        "Fusion.Backend",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS205.md");
}
