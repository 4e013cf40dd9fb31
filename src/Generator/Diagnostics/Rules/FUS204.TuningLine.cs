using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor TuningLine = new(
        "FUS204",
        "A line of a tuning file has no effect",
        "This line has no effect: {0}; let the tuner write the file again, or mend the line",
        "Fusion.Backend",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS204.md");
}
