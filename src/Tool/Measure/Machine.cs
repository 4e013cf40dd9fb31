using System.Diagnostics;
using System.Runtime.InteropServices;
using Fusion.Benchmarks;

namespace Fusion.Tool.Measure;

/// <summary>What one core of this machine can do at most, measured now.</summary>
/// <param name="Peak">Floating-point operations in a nanosecond.</param>
/// <param name="Cache">Bytes in a nanosecond from a range that the second level of cache holds.</param>
/// <param name="Memory">Bytes in a nanosecond from memory.</param>
internal sealed record Machine(double Peak, double Cache, double Memory)
{
    private const int CacheBytes = 512 << 10, MemoryBytes = 256 << 20;

    public static Machine Measure(InstructionSet set) => new(Ceiling.OneCore(set), Bandwidth(CacheBytes, 20), Bandwidth(MemoryBytes, 20));

    /// <summary>The least time of a kernel, in nanoseconds: its operations at the peak, or its values and its weights on their
    /// way.</summary>
    public double Floor(double operations, double valueBytes, double weightBytes) =>
        Math.Max(operations / Peak, valueBytes / Cache + weightBytes / Memory);

    private static unsafe double Bandwidth(int bytes, int attempts)
    {
        float* memory = (float*)NativeMemory.AlignedAlloc((nuint)bytes, 4096);
        try
        {
            new Span<byte>(memory, bytes).Fill(1);
            double best = 0;
            int rounds = Math.Max(1, (64 << 20) / bytes);
            for (int attempt = 0; attempt < attempts; attempt++)
            {
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < rounds; i++) MemoryRead.Sum(memory, bytes / sizeof(float));
                best = Math.Max(best, (double)bytes * rounds / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            }
            return best;
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }
}
