using System.Diagnostics;
using System.Runtime.InteropServices;
using Fusion.Disassembly.Tests.Listings;

namespace Fusion.Disassembly.Tests.Programs;

/// <summary>What the compiler of NativeAOT makes of <see cref="ZooProgram"/>, for a machine that need not be this one.</summary>
public static class AheadListing
{
    /// <summary>Why nothing can be published here; null where it can.</summary>
    public static string? Missing =>
        RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "The checks read the code of x64."
        : !OperatingSystem.IsWindows() && !IsInstalled("clang") && !IsInstalled("gcc")
            ? "Publishing ahead of time links with clang or gcc; neither is installed."
        : null;

    /// <summary>Publishes the program and reads the listing of its kernels.</summary>
    /// <param name="instructionSet">What <c>IlcInstructionSet</c> says.</param>
    public static IReadOnlyList<MethodCode> Of(string instructionSet)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fusion-ahead-");
        try
        {
            foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Ahead")))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            string listing = Path.Combine(folder.FullName, "listing.txt");
            Publish(folder.FullName, $"-p:IlcInstructionSet={instructionSet}", $"-p:ZooFolder={AppContext.BaseDirectory}",
                $"-p:Listing={listing}");
            return [.. ListingReader.Read(File.ReadLines(listing))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Publish(string folder, params string[] properties)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in new[] { "publish", "--nologo", "-c", "Release", "--use-current-runtime" }.Concat(properties))
            start.ArgumentList.Add(argument);
        // No server may outlive the test, and no setting of the build that runs the test may reach this one.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output.Result + errors.Result);
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
