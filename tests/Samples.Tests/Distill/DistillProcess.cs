using System.Diagnostics;
using Fusion.Samples.Distill.Networks;

namespace Fusion.Samples.Tests.Distill;

/// <summary>The sample as a process of its own, with so little to do that it takes seconds.</summary>
internal static class DistillProcess
{
    private static readonly string[] Little =
        ["--quick", "--generated", "--pictures", "512", "--epochs", "1", "--teacher-epochs", "2", "--seeds", "1", "--threads", "1"];

    /// <summary>Runs it to its end.</summary>
    public static (int Code, string Output) Run(string folder, params string[] more)
    {
        using Process process = Start(folder, more);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Kills it as soon as it has written a line with a text in it.</summary>
    public static void KillAt(string folder, string text)
    {
        using Process process = Start(folder, []);
        try
        {
            string? line;
            while ((line = process.StandardOutput.ReadLine()) is not null)
                if (line.Contains(text, StringComparison.Ordinal)) return;
            Assert.Fail(process.StandardError.ReadToEnd());
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private static Process Start(string folder, string[] more) => Process.Start(new ProcessStartInfo(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [typeof(Student).Assembly.Location, .. Little, "--output", folder, .. more])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
