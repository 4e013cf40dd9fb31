using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnsuitableClass = new(
        "FUS003",
        "A class with a generated part is an ordinary class",
        "The {3} '{0}' {1}; {4} is an ordinary class without type parameters, constructors or a base class, because the " +
        "generated part supplies them; {2}",
        "Fusion.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPages.Url + "FUS003.md");
}
