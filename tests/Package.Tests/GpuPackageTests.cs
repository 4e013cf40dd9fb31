using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Fusion.Package.Tests;

/// <summary>The package Fusion.Gpu, as a stranger finds it: an empty program that names it, and nothing else.</summary>
[Collection(nameof(PackedPackage))]
public sealed partial class GpuPackageTests(PackedPackage package)
{
    private string Restored => Path.Combine(package.Folder, "restored");

    [Fact]
    public void Needs_the_package_of_the_networks_and_this_very_ilgpu()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.GpuFile);
        string[] entries = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.All(
            ["lib/net10.0/Fusion.Gpu.dll", "lib/net10.0/Fusion.Gpu.xml", "README.md", "icon.png"],
            entry => Assert.Contains(entry, entries));
        using var reader = new StreamReader(archive.GetEntry("Fusion.Gpu.nuspec")!.Open());
        var dependencies = Dependency().Matches(reader.ReadToEnd()).ToDictionary(match => match.Groups["id"].Value);
        Assert.Equal(["Fusion", "ILGPU"], dependencies.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(package.Version, dependencies["Fusion"].Groups["version"].Value);
        // With the generator in it.
        Assert.DoesNotContain("Analyzers", dependencies["Fusion"].Groups["exclude"].Value);
        Assert.Equal("[1.5.3]", dependencies["ILGPU"].Groups["version"].Value);
    }

    [Fact]
    public void A_new_project_reaches_its_devices()
    {
        string project = package.Copy("Gpu", "gpu");
        string output = Command.Dotnet(project, Restored, "run", "-c", "Release", $"-p:FusionVersion={package.Version}");
        Assert.EndsWith("Cpu: 1, 2, 3", output.Trim());
    }

    [AheadFact]
    public void A_project_for_native_code_is_told_that_ilgpu_cannot_be_in_it()
    {
        string project = package.Copy("Gpu", "gpu-ahead");
        // The compiler comes from where this machine has its packages; ours goes to a folder that goes with the test.
        string output = Command.Dotnet(
            project, Restored, "build", "-c", "Release", "--nologo", "-p:PublishAot=true", "-p:TreatWarningsAsErrors=false",
            $"-p:FusionVersion={package.Version}", $"-p:RestoreFallbackFolders={PackedPackage.UserPackages}");
        Assert.Contains("IL3050", output);
        Assert.Contains("ILGPU makes code at run time", output);
    }

    [GeneratedRegex("""<dependency id="(?<id>[^"]+)" version="(?<version>[^"]+)"(?: exclude="(?<exclude>[^"]*)")?""")]
    private static partial Regex Dependency();
}
