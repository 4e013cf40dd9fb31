using Fusion.Compiler.Schedule.Cpu;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator;

/// <summary>The property FusionInstructionSets of the project file.</summary>
internal static class ProjectInstructionSets
{
    /// <summary>The property's name.</summary>
    public const string Property = "FusionInstructionSets";

    /// <summary>
    /// The same with commas, which the package's targets make of it: in the file through which the build hands properties to the compiler,
    /// a semicolon begins a comment.
    /// </summary>
    public const string PropertyWithCommas = "_FusionInstructionSets";

    /// <summary>The names that are none, quoted; empty where all is well.</summary>
    public static string Unknown(AnalyzerConfigOptions options) =>
        string.Join(", ", Read(options).Unknown.Select(static name => $"'{name}'"));

    /// <summary>Says so at a network.</summary>
    public static Diagnostic Mistake(string unknown, INamedTypeSymbol network) => Diagnostic.Create(
        Rules.InstructionSetNames, network.Locations.FirstOrDefault(), unknown,
        string.Join(", ", InstructionSet.All.Select(static set => set.Name.ToLowerInvariant())));

    public static InstructionSetNames Read(AnalyzerConfigOptions options) =>
        InstructionSetNames.Parse(options.TryGetValue("build_property." + PropertyWithCommas, out string? names) ? names : "");
}
