using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnsafeCode = new(
        "FUS201",
        "Generated kernels need unsafe code",
        "The kernels of the network '{0}' are unsafe code, which this project does not allow; add " +
        "<AllowUnsafeBlocks>true</AllowUnsafeBlocks> to the project file",
        "Fusion.Backend",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS201.md");
}
