using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Fusion.Package.Tests;

/// <summary>Runs <c>dotnet</c>, or another program, in a folder and gives what it wrote.</summary>
internal static partial class Command
{
    public static string Dotnet(string folder, string packages, params string[] arguments) =>
        Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, packages, arguments);

    /// <summary>Runs <c>dotnet</c> where it must fail, and gives the errors that it wrote, each once.</summary>
    public static string[] Errors(string folder, string packages, params string[] arguments)
    {
        (int code, string text) = Start(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, packages, arguments);
        Assert.True(code != 0, $"dotnet {string.Join(' ', arguments)} succeeded:\n{text}");
        return [.. ErrorLine().Matches(text).Select(match => match.Value).Distinct()];
    }

    public static string Run(string program, string folder, string packages, params string[] arguments)
    {
        (int code, string text) = Start(program, folder, packages, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{text}");
        return text;
    }

    [GeneratedRegex(@"error [A-Z]+\d+: [^\[\r\n]*")]
    private static partial Regex ErrorLine();

    private static (int Code, string Text) Start(string program, string folder, string packages, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_PACKAGES"] = packages;
        // No server may outlive the test, and none that holds another build's settings may serve it.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (string name in start.Environment.Keys
            .Where(name => name.StartsWith("MSBUILD", StringComparison.Ordinal) && name != "MSBUILDDISABLENODEREUSE").ToList())
            start.Environment.Remove(name);

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(15)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} ran for more than a quarter of an hour.");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }
}
