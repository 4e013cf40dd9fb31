using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor LanguageVersion = new(
        "FUS210",
        "Generated kernels need C# 13",
        "The kernels of the network '{0}' are C# 13, but this project's LangVersion is {1}; remove LangVersion from the project file, " +
        "or set it to 13 or later",
        "Fusion.Backend",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS210.md");
}
