using System.Diagnostics;
using System.Runtime;

namespace Fusion.Benchmarks;

/// <summary>How long something took, and how much of that was the JIT's.</summary>
internal sealed record Timing(double Milliseconds, long CompiledMethods, double CompilingMilliseconds)
{
    public static Timing Of(Action action)
    {
        long methods = JitInfo.GetCompiledMethodCount(currentThread: true), start = Stopwatch.GetTimestamp();
        TimeSpan compiling = JitInfo.GetCompilationTime(currentThread: true);
        action();
        return new Timing(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            JitInfo.GetCompiledMethodCount(currentThread: true) - methods,
            (JitInfo.GetCompilationTime(currentThread: true) - compiling).TotalMilliseconds);
    }

    public override string ToString() => $"{Milliseconds,7:F1} ms, of which the JIT {CompilingMilliseconds,6:F1} ms for {CompiledMethods,5} methods";
}
