using System.Diagnostics;

namespace Fusion.Kernels.Tests.Guarded;

/// <summary>Kernels neither read nor write past the caller's memory: see <see cref="GuardedProgram"/>.</summary>
public sealed class GuardedTests
{
    [GuardedFact]
    public void No_kernel_touches_what_lies_beside_the_spans()
    {
        string? host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, ["exec", typeof(GuardedProgram).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A crash is what the test looks for; nobody needs its dump.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The networks ran for more than ten minutes.");
        }
        string[] runs = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string last = runs.Length > 0 ? runs[^1] : "before the first network";
        Assert.True(process.ExitCode == 0, $"The process ended with {process.ExitCode}: {last}\n{errors.Result}");
        Assert.InRange(runs.Length, 1000, int.MaxValue);
    }

    /// <summary>Skipped where no page can be guarded.</summary>
    private sealed class GuardedFactAttribute : FactAttribute
    {
        public GuardedFactAttribute() => Skip = GuardedPages.Reason;
    }
}
