using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;

namespace Fusion.Package.Tests;

/// <summary>What the package does for programs that are compiled ahead of time.</summary>
[Collection(nameof(PackedPackage))]
public sealed partial class AheadOfTimeTests(PackedPackage package)
{
    private const long MostBytes = 4 << 20;

    private string Restored => Path.Combine(package.Folder, "restored");

    [Fact]
    public void Wide_vectors_are_allowed_unless_the_project_says_otherwise()
    {
        string project = package.Copy("Consumer", "direct");
        Restore(project);
        Assert.Equal("x86-64-v3", InstructionSet(project, "linux-x64"));
        Assert.Equal("x86-64-v3", InstructionSet(project, "win-x64"));
        Assert.Equal("x86-64-v4", InstructionSet(project, "linux-x64", "-p:IlcInstructionSet=x86-64-v4"));
        Assert.Equal("x86-64-v4", InstructionSet(project, "linux-x64", "-p:FusionInstructionSets=AVX512"));
        Assert.Equal("x86-64-v3", InstructionSet(project, "linux-x64", "-p:FusionInstructionSets=avx512%3Bportable"));
        Assert.Equal("x86-64-v3", InstructionSet(project, "linux-x64", "-p:FusionInstructionSets=portable"));
        Assert.Equal("x86-64-v2",
            InstructionSet(project, "linux-x64", "-p:FusionInstructionSets=avx512", "-p:IlcInstructionSet=x86-64-v2"));
        Assert.Equal("", InstructionSet(project, "linux-arm64"));
        Assert.Equal("", InstructionSet(project, "linux-x64", "-p:PublishAot=false"));
    }

    [Fact]
    public void Wide_vectors_are_allowed_in_programs_whose_libraries_use_the_package()
    {
        package.Copy("Consumer", "library");
        string project = package.Copy("Consumer", "program");
        string file = Path.Combine(project, "Consumer.csproj"), text = File.ReadAllText(file);
        File.Delete(file);
        File.WriteAllText(Path.Combine(project, "Program.csproj"), text.Replace(
            "<PackageReference Include=\"Fusion\" Version=\"$(FusionVersion)\" />",
            "<ProjectReference Include=\"../library/Consumer.csproj\" />"));
        Restore(project);
        Assert.Equal("x86-64-v3", InstructionSet(project, "linux-x64"));
    }

    [AheadFact]
    public void A_program_is_one_small_file_with_the_kernels_of_its_machines()
    {
        string project = package.Copy("Ahead", "ahead"), program = Publish(project);
        if (!Avx2.IsSupported) return;
        string ahead = Command.Run(program, project, Restored);
        string underJit = Command.Dotnet(project, Restored, "exec",
            Directory.GetFiles(Path.Combine(project, "bin"), "squeezenet.dll", SearchOption.AllDirectories)[0]);
        Assert.StartsWith("Avx2: class ", ahead);
        Assert.Equal(Result().Match(underJit).Value, Result().Match(ahead).Value);

        string portable = Command.Run(Publish(project, "-p:FusionInstructionSets=portable"), project, Restored);
        Assert.StartsWith("Portable: class ", portable);
        Assert.Equal(Result().Match(underJit).Value, Result().Match(portable).Value);
    }

    /// <summary>The program, which is small.</summary>
    private string Publish(string project, params string[] properties)
    {
        // The compiler comes from where this machine has its packages; ours goes to a folder that goes with the test.
        Command.Dotnet(
            project, Restored, ["publish", "--nologo", "-c", "Release", "--use-current-runtime", "-o", "out",
            $"-p:FusionVersion={package.Version}",
            $"-p:RestoreAdditionalProjectSources={package.Packages}", $"-p:RestoreFallbackFolders={PackedPackage.UserPackages}",
            .. properties]);
        string program = Path.Combine(project, "out", OperatingSystem.IsWindows() ? "squeezenet.exe" : "squeezenet");
        Assert.InRange(new FileInfo(program).Length, 1, MostBytes);
        return program;
    }

    [GeneratedRegex(@"class \d+, sum [\d.]+")]
    private static partial Regex Result();

    private void Restore(string project) => Command.Dotnet(project, Restored, "restore", "--nologo", $"-p:FusionVersion={package.Version}");

    private string InstructionSet(string project, string target, params string[] more) => Command.Dotnet(
        project, Restored,
        ["msbuild", "-nologo", "-getProperty:IlcInstructionSet", $"-p:FusionVersion={package.Version}", "-p:PublishAot=true",
            $"-p:RuntimeIdentifier={target}", .. more]).Trim();
}

/// <summary>A test that publishes ahead of time; it is skipped, with the reason, where that is impossible.</summary>
internal sealed class AheadFactAttribute : FactAttribute
{
    public AheadFactAttribute() => Skip =
        RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "The instruction sets in question are those of x64."
        : OperatingSystem.IsWindows() || IsInstalled("clang") || IsInstalled("gcc") ? null
        : "Publishing ahead of time links with clang or gcc; neither is installed.";

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
