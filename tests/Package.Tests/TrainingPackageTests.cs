using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Fusion.Package.Tests;

/// <summary>The package Fusion.Training, as a stranger finds it: an empty program that names it, and nothing else.</summary>
[Collection(nameof(PackedPackage))]
public sealed partial class TrainingPackageTests(PackedPackage package)
{
    private string Restored => Path.Combine(package.Folder, "restored");

    [Fact]
    public void Needs_the_package_of_the_networks_and_no_other()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.TrainingFile);
        Assert.Contains("lib/net10.0/Fusion.Training.dll", archive.Entries.Select(entry => entry.FullName));
        Assert.Contains("lib/net10.0/Fusion.Training.xml", archive.Entries.Select(entry => entry.FullName));
        using var reader = new StreamReader(archive.GetEntry("Fusion.Training.nuspec")!.Open());
        Match dependency = Assert.Single(Dependency().Matches(reader.ReadToEnd()));
        Assert.Equal("Fusion", dependency.Groups["id"].Value);
        Assert.Equal(package.Version, dependency.Groups["version"].Value);
        // With the generator in it.
        Assert.DoesNotContain("Analyzers", dependency.Groups["exclude"].Value);
    }

    [Fact]
    public void A_new_project_trains_a_network_and_runs_it()
    {
        string project = package.Copy("Trainer", "trainer");
        string output = Command.Dotnet(project, Restored, "run", "-c", "Release", $"-p:FusionVersion={package.Version}");
        Assert.Matches(@"^1[5-6] of 16 right, the loss went down, sum [\d.E-]+\s*$", output);
    }

    [AheadFact]
    public void A_program_that_trains_can_be_compiled_ahead_of_time()
    {
        string project = package.Copy("Trainer", "trainer-ahead");
        string underJit = Command.Dotnet(project, Restored, "run", "-c", "Release", $"-p:FusionVersion={package.Version}");
        long trains = Publish(project, "trains", out string program);
        // The same bits, whoever has compiled the kernels.
        Assert.Equal(underJit.Trim(), Command.Run(program, project, Restored).Trim());

        // Where the same project only runs its network, nothing of the training is in the program.
        File.WriteAllText(Path.Combine(project, "Program.cs"), """
            using var student = Student.Initialize(seed: 1);
            var logits = new float[2];
            student.Run(new float[64], logits);
            Console.WriteLine(logits[0]);
            """);
        long runs = Publish(project, "runs", out _);
        File.WriteAllText(Path.Combine(project, "Student.cs"), NoTraining().Replace(
            File.ReadAllText(Path.Combine(project, "Student.cs")), ""));
        long alone = Publish(project, "alone", out _);
        Assert.True(runs < trains, $"{runs} bytes where it only runs, {trains} where it trains");
        Assert.InRange(runs - alone, -4096, 4096);
    }

    /// <returns>The size of the program.</returns>
    private long Publish(string project, string name, out string program)
    {
        // The compiler comes from where this machine has its packages; ours goes to a folder that goes with the test.
        Command.Dotnet(
            project, Restored, "publish", "--nologo", "-c", "Release", "--use-current-runtime", "-o", name, "-p:PublishAot=true",
            $"-p:FusionVersion={package.Version}", $"-p:RestoreFallbackFolders={PackedPackage.UserPackages}");
        program = Path.Combine(project, name, OperatingSystem.IsWindows() ? "Trainer.exe" : "Trainer");
        return new FileInfo(program).Length;
    }

    [GeneratedRegex("""<dependency id="(?<id>[^"]+)" version="(?<version>[^"]+)"(?: exclude="(?<exclude>[^"]*)")?""")]
    private static partial Regex Dependency();

    [GeneratedRegex(@"using Fusion\.Training;|\[Training[\s\S]*", RegexOptions.Singleline)]
    private static partial Regex NoTraining();
}
