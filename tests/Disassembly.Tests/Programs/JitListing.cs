using System.Diagnostics;
using Fusion.Disassembly.Tests.Listings;

namespace Fusion.Disassembly.Tests.Programs;

/// <summary>What the JIT compiled while <see cref="Program"/> ran.</summary>
public static class JitListing
{
    public static IReadOnlyList<MethodCode> Of(InstructionSet set, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet"
                ? host
                : "dotnet");
            foreach (string argument in (string[])["exec", typeof(Program).Assembly.Location, .. arguments])
                start.ArgumentList.Add(argument);
            start.Environment["DOTNET_JitDisasm"] = $"*{set}Kernels:*";
            start.Environment["DOTNET_JitStdOutFile"] = file;
            // On one processor nothing is compiled by two threads, whose listings would mix.
            start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
            // The kernels of these tests are those of an ordinary user, whatever this process was told.
            foreach (
                string name in new[] { "DOTNET_TieredCompilation", "DOTNET_TieredPGO", "DOTNET_TC_QuickJitForLoops",
                "DOTNET_ReadyToRun" }) start.Environment.Remove(name);
            start.RedirectStandardError = true;
            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
            return [.. ListingReader.Read(File.ReadLines(file))];
        }
        finally
        {
            File.Delete(file);
        }
    }
}
