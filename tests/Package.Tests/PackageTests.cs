using System.IO.Compression;
using System.Reflection;

namespace Fusion.Package.Tests;

/// <summary>Packs the package once, in a temporary folder that goes at the end.</summary>
public sealed class PackedPackage : IDisposable
{
    public PackedPackage()
    {
        Packages = Directory.CreateDirectory(Path.Combine(Folder, "packages")).FullName;
        Pack(Packages);
        Pack("TrainingProject", Packages);
        Pack("GpuProject", Packages);
        // What that needs, beside it: tests restore from this folder only.
        string ilgpu = Path.Combine(UserPackages, "ilgpu", "1.5.3", "ilgpu.1.5.3.nupkg");
        System.IO.File.Copy(ilgpu, Path.Combine(Packages, "ilgpu.1.5.3.nupkg"));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("fusion-package-").FullName;

    public string Packages { get; }

    public string Version { get; } = Metadata("PackageVersion");

    public string Repository { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Metadata("RuntimeProject"))!, "..", ".."));

    public string File => Path.Combine(Packages, $"Fusion.{Version}.nupkg");

    /// <summary>Where this machine keeps packages.</summary>
    public static string UserPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public string TrainingFile => Path.Combine(Packages, $"Fusion.Training.{Version}.nupkg");

    public string GpuFile => Path.Combine(Packages, $"Fusion.Gpu.{Version}.nupkg");

    public void Pack(string folder, params string[] more) => Pack("RuntimeProject", folder, more);

    private void Pack(string project, string folder, params string[] more) => Command.Dotnet(
        Folder, UserPackages,
        ["pack", Metadata(project), "--no-build", "--nologo", "-c", Metadata("Configuration"), "-o", folder, .. more]);

    /// <summary>A project of these tests, in a folder of its own.</summary>
    public string Copy(string project, string name)
    {
        string target = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, project)))
            System.IO.File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Metadata(string key) =>
        typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

/// <summary>All tests of the package share one.</summary>
[CollectionDefinition(nameof(PackedPackage))]
public sealed class PackedPackageCollection : ICollectionFixture<PackedPackage>;

[Collection(nameof(PackedPackage))]
public sealed class PackageTests(PackedPackage package)
{
    [Fact]
    public void Holds_the_run_time_the_generator_and_the_usings()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        string[] entries = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.All(
            ["lib/net10.0/Fusion.dll", "lib/net10.0/Fusion.xml", "analyzers/dotnet/cs/Fusion.Generator.dll",
             "analyzers/dotnet/cs/Fusion.Compiler.dll", "analyzers/dotnet/cs/Fusion.CodeFixes.dll",
             "build/net10.0/Fusion.props", "build/net10.0/Fusion.targets", "buildTransitive/net10.0/Fusion.targets", "README.md"],
            entry => Assert.Contains(entry, entries));
    }

    [Fact]
    public void Holds_the_page_of_every_rule()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        string[] packed = [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => name.StartsWith("docs/diagnostics/", StringComparison.Ordinal)).Order()];
        string[] pages = [.. Directory.GetFiles(Path.Combine(package.Repository, "docs", "diagnostics"), "*.md")
            .Select(file => "docs/diagnostics/" + Path.GetFileName(file)).Order()];
        Assert.NotEmpty(pages);
        Assert.Equal(pages, packed);
    }

    [Fact]
    public void Depends_on_no_other_package()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        using var reader = new StreamReader(archive.GetEntry("Fusion.nuspec")!.Open());
        Assert.DoesNotContain("<dependency ", reader.ReadToEnd());
    }

    [Fact]
    public void A_new_project_restores_it_and_runs_a_network()
    {
        string project = package.Copy("Consumer", "default");
        string output = Command.Dotnet(
            project, Path.Combine(package.Folder, "restored"), "run", "-c", "Release", $"-p:FusionVersion={package.Version}");
        Assert.Contains("parameters, sum 1.000", output);
    }

    /// <summary>A semicolon between names would begin a comment on their way to the compiler.</summary>
    [Fact]
    public void The_instruction_sets_can_be_named()
    {
        string project = package.Copy("Consumer", "sets");
        string output = Command.Dotnet(
            project, Path.Combine(package.Folder, "restored"),
            "run", "-c", "Release", $"-p:FusionVersion={package.Version}", "-p:FusionInstructionSets=Avx2%3Bportable",
            "-p:EmitCompilerGeneratedFiles=true");
        Assert.Contains("parameters, sum 1.000", output);
        string kernels = string.Concat(
            Directory.GetFiles(project, "*.Kernels.g.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Contains("class Avx2Kernels", kernels);
        Assert.Contains("class PortableKernels", kernels);
        Assert.DoesNotContain("class Avx512Kernels", kernels);
    }

    [Fact]
    public void The_usings_can_be_turned_off()
    {
        string project = package.Copy("Consumer", "explicit");
        foreach (string file in Directory.GetFiles(project, "*.cs"))
            File.WriteAllText(file, "using Fusion;\nusing static Fusion.Ops;\n\n" + File.ReadAllText(file));
        Command.Dotnet(
            project, Path.Combine(package.Folder, "restored"),
            "build", "--nologo", $"-p:FusionVersion={package.Version}", "-p:FusionImplicitUsings=false", "-warnaserror");
        string usings = Directory.GetFiles(project, "*.GlobalUsings.g.cs", SearchOption.AllDirectories).Single();
        Assert.DoesNotContain("Fusion", File.ReadAllText(usings));
    }
}
