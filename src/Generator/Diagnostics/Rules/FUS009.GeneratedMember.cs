using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor GeneratedMember = new(
        "FUS009",
        "A name is taken by a generated member",
        "'{0}' is the name of a member that is generated for the network '{1}'; choose another name",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS009.md");
}
