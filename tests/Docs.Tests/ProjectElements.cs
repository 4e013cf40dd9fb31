namespace Fusion.Docs.Tests;

/// <summary>The elements of project files that the pages use. One that is not here is misspelt, or new on the pages.</summary>
internal static class ProjectElements
{
    public static IReadOnlyList<string> All { get; } =
    [
        "Project", "PropertyGroup", "ItemGroup", "PackageReference", "ProjectReference", "Import",
        "TargetFramework", "OutputType", "ImplicitUsings", "Nullable", "LangVersion", "AllowUnsafeBlocks",
        "PublishAot", "IlcInstructionSet", "PublishReadyToRun", "PublishTrimmed", "InvariantGlobalization",
        "FusionImplicitUsings", "FusionGpuPrecisions", "FusionInstructionSets", "FusionPrecompiled",
    ];
}
