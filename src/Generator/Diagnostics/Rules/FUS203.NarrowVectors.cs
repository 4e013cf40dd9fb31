using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NarrowVectors = new(
        "FUS203",
        "A program compiled ahead of time needs wide vectors",
        "Published ahead of time, the network '{0}' gets kernels without wide vectors and fused multiply-add, hundreds of times " +
        "slower, because IlcInstructionSet is {1}; "
            + "set it to x86-64-v3 (AVX2) or x86-64-v4 (AVX-512), or leave it out of the project file",
        "Fusion.Backend",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS203.md");
}
