using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator;

/// <summary>What the project file says about compiling ahead of time.</summary>
internal static class AheadOfTime
{
    /// <summary>The value of IlcInstructionSet if it leaves the kernels without wide vectors; null if all is well, or nothing is
    /// known.</summary>
    public static string? NarrowInstructionSet(AnalyzerConfigOptions options)
    {
        if (!Property("PublishAot").Equals("true", StringComparison.OrdinalIgnoreCase)) return null;
        // Without a target, publishing is for the machine that publishes.
        string target = Property("RuntimeIdentifier") is { Length: > 0 } identifier ? identifier : Property("NETCoreSdkRuntimeIdentifier");
        if (!target.EndsWith("-x64", StringComparison.OrdinalIgnoreCase)) return null;

        string sets = Property("IlcInstructionSet");
        var names = sets.Split(',').Select(static name => name.Trim().TrimStart('+').ToLowerInvariant()).ToList();
        return names.Any(IsWide) && !names.Contains("-avx") && !names.Contains("-avx2") ? null : sets;

        string Property(string name) => options.TryGetValue("build_property." + name, out string? value) ? value.Trim() : "";
    }

    private static bool IsWide(string name) =>
        name is "native" or "x86-64-v3" or "x86-64-v4"
            || new[] { "avx2", "avx512", "avx10" }.Any(set => name.StartsWith(set, StringComparison.Ordinal));
}
