using System.ComponentModel;
using System.Diagnostics;

namespace Fusion.Docs.Tests;

/// <summary>A test that needs Python with PyTorch; skipped, with that reason, where they are missing.</summary>
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public const string Program = "python3";

    private static readonly Lazy<string?> s_reason = new(Reason);

    public PythonTheoryAttribute() => Skip = s_reason.Value;

    private static string? Reason()
    {
        try
        {
            var start = new ProcessStartInfo(Program, ["-c", "import torch, safetensors.torch"]) { RedirectStandardError = true };
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
