using Fusion.Compiler.Schedule.Gpu;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator;

/// <summary>The property FusionGpuPrecisions of the project file.</summary>
internal static class ProjectGpuPrecisions
{
    /// <summary>The property with commas, as <see cref="ProjectInstructionSets.PropertyWithCommas"/>.</summary>
    public const string PropertyWithCommas = "_FusionGpuPrecisions";

    /// <summary>The names that are none, quoted; empty where all is well.</summary>
    public static string Unknown(AnalyzerConfigOptions options) =>
        string.Join(", ", Read(options).Unknown.Select(static name => $"'{name}'"));

    /// <summary>Says so at a network.</summary>
    public static Diagnostic Mistake(string unknown, INamedTypeSymbol network) => Diagnostic.Create(
        Rules.GpuPrecisionNames, network.Locations.FirstOrDefault(), unknown, string.Join(", ", GpuPrecisionNames.All));

    public static GpuPrecisionNames Read(AnalyzerConfigOptions options) =>
        GpuPrecisionNames.Parse(options.TryGetValue("build_property." + PropertyWithCommas, out string? names) ? names : "");
}
