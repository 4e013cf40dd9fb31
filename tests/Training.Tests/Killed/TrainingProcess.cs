using System.Diagnostics;
using Fusion.KilledTraining;

namespace Fusion.Training.Tests.Killed;

/// <summary>The program KilledTraining as a process of its own.</summary>
internal static class TrainingProcess
{
    private static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Program { get; } = typeof(Run).Assembly.Location;

    /// <summary>Lets it train for a while and kills it (SIGKILL where there are signals).</summary>
    /// <param name="isWarm">Whether the while begins with its first checkpoint, or with its start.</param>
    /// <param name="after">The while.</param>
    /// <returns>The steps that it went on from.</returns>
    public static long Kill(string checkpoint, bool isWarm, TimeSpan after)
    {
        using Process process = Start(Dotnet, [Program, checkpoint]);
        try
        {
            string? steps = process.StandardOutput.ReadLine();
            if (steps is null || isWarm && process.StandardOutput.ReadLine() is null) Assert.Fail(process.StandardError.ReadToEnd());
            Thread.Sleep(after);
            Assert.False(process.HasExited);
            return long.Parse(steps);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <summary>Lets it make one step where no file may grow beyond a size.</summary>
    /// <returns>What it wrote, and how it ended.</returns>
    public static (int Code, string Output) WithSmallFiles(string checkpoint)
    {
        // Without the signal, a write beyond the limit fails as one on a full disk does. The runtime's own double mapping is a file, too.
        const string Limited = "trap '' XFSZ; ulimit -f 500; DOTNET_EnableWriteXorExecute=0 exec \"$0\" \"$@\"";
        using Process process = Start("/bin/sh", ["-c", Limited, Dotnet, Program, checkpoint, "1"]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
