using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.RegularExpressions;

namespace Fusion.Benchmarks;

/// <summary>How long something took, in all threads, too, and how much of that was the JIT's.</summary>
internal sealed partial record Timing(double Milliseconds, double ProcessorMilliseconds, long CompiledMethods, double CompilingMilliseconds)
{
    public static Timing Of(Action action)
    {
        long methods = JitInfo.GetCompiledMethodCount(currentThread: true), start = Stopwatch.GetTimestamp();
        TimeSpan compiling = JitInfo.GetCompilationTime(currentThread: true), processor = Environment.CpuUsage.TotalTime;
        action();
        return new Timing(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds,
            JitInfo.GetCompiledMethodCount(currentThread: true) - methods,
            (JitInfo.GetCompilationTime(currentThread: true) - compiling).TotalMilliseconds);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Milliseconds,8:F1} ms, {ProcessorMilliseconds,8:F1} of all processors, "
        + $"of which the JIT {CompilingMilliseconds,6:F1} ms for {CompiledMethods,5} methods");

    /// <summary>What a line that another process has printed says; null where it is no timing.</summary>
    public static (string Name, double Milliseconds)? Parse(string line) => TimingLine().Match(line) is { Success: true } match
        ? (match.Groups[1].Value, double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)) : null;

    /// <summary>What this program prints, run once more.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^(\S.*?) +([0-9.]+) ms, +[0-9.]+ of all processors, of which the JIT")]
    private static partial Regex TimingLine();
}
