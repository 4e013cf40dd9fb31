using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Fusion.Package.Tests;

/// <summary>The package with the generator compiled ahead of time, as it is packed for release.</summary>
[Collection(nameof(PackedPackage))]
public sealed partial class PrecompiledTests(PackedPackage package)
{
    [Fact]
    public void The_compiler_gets_the_generator_that_is_compiled_for_its_machine()
    {
        string feed = Path.Combine(package.Folder, "precompiled");
        string project = package.Copy("Consumer", Path.Combine("precompiled", "consumer"));
        string machine = Command.Dotnet(project, Path.Combine(feed, "restored"), "msbuild",
            "-getProperty:NETCoreSdkPortableRuntimeIdentifier").Trim();
        package.Pack(Path.Combine(feed, "packages"), $"-p:PrecompiledFor={machine}");

        Assert.Equal([$"tools/{machine}"], Generators(feed, project));
        Assert.Equal(["analyzers/dotnet/cs"], Generators(feed, project, "-p:FusionPrecompiled=false"));
        Assert.Equal(["analyzers/dotnet/cs"], Generators(feed, project, "-p:DesignTimeBuild=true"));
        // As on a machine that the package has no such generator for.
        Assert.Equal(["analyzers/dotnet/cs"],
            Generators(feed, project, "-p:NETCoreSdkPortableRuntimeIdentifier=linux-s390x", "-p:UseAppHost=false"));
        Assert.Contains("parameters, sum 1.000",
            Command.Dotnet(project, Path.Combine(feed, "restored"), "run", "-c", "Release", $"-p:FusionVersion={package.Version}"));
    }

    [Fact]
    public void The_package_brings_no_such_generator_unless_asked_to()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        Assert.DoesNotContain(archive.Entries, entry => entry.FullName.StartsWith("tools/", StringComparison.Ordinal));
    }

    /// <summary>The folders of the package that the compiler loads Fusion's generator from.</summary>
    private string[] Generators(string feed, string project, params string[] more)
    {
        string output = Command.Dotnet(
            project, Path.Combine(feed, "restored"),
            ["build", "--nologo", "--no-incremental", "-c", "Release", "-v:detailed", $"-p:FusionVersion={package.Version}", .. more]);
        return [.. AnalyzerFolder().Matches(output).Select(match => match.Groups[1].Value).Distinct()];
    }

    [GeneratedRegex(@"/analyzer:\S*/((?:tools|analyzers)/\S+)/Fusion\.(?:Generator|Compiler)\.dll")]
    private static partial Regex AnalyzerFolder();
}
