using System.ComponentModel;
using System.Diagnostics;

namespace Fusion.Docs.Tests;

/// <summary>A test that needs Python with some modules; skipped, with that reason, where they are missing.</summary>
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public const string Program = "python3";

    /// <param name="modules">What the test imports.</param>
    public PythonTheoryAttribute(string modules) => Skip = Reason(modules);

    private static string? Reason(string modules)
    {
        try
        {
            var start = new ProcessStartInfo(Program, ["-c", "import " + modules]) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{Program}: {errors.TrimEnd().Split('\n')[^1]}";
        }
        catch (Win32Exception)
        {
            return $"There is no {Program}.";
        }
    }
}
