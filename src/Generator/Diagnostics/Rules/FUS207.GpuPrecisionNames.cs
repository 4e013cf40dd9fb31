using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor GpuPrecisionNames = new(
        "FUS207",
        "FusionGpuPrecisions names precisions",
        "FusionGpuPrecisions in the project file names {0}, which is no precision; name one or several of {1}, with semicolons between "
            + "them, or remove the property to have fp32 alone",
        "Fusion.Backend",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS207.md");
}
