using System.Diagnostics;
using System.Runtime.InteropServices;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Zoo;

namespace Fusion.Benchmarks;

/// <summary>The least time that a network can take on one core: its operations over the ceiling, or its bytes over the bandwidth.</summary>
/// <param name="Name">The network.</param>
/// <param name="OperationMilliseconds">All multiply-adds of the direct form at the ceiling.</param>
/// <param name="WeightMilliseconds">The packed weights, read once from memory.</param>
/// <param name="ValueMilliseconds">What the kernels read and write of intermediate values, at the bandwidth of the cache that holds the
/// workspace.</param>
/// <param name="Milliseconds">The median time of a run.</param>
internal sealed record Floor(
    string Name, double OperationMilliseconds, double WeightMilliseconds, double ValueMilliseconds, double Milliseconds)
{
    /// <summary>The larger of the two: weights and values share the one way to the core.</summary>
    public double FloorMilliseconds => Math.Max(OperationMilliseconds, WeightMilliseconds + ValueMilliseconds);

    /// <param name="memory">Bytes per nanosecond from memory.</param>
    /// <param name="cache">Bytes per nanosecond from the last level of cache.</param>
    public static Floor Measure(ZooNetwork zoo, NetworkOptions options, double memory, double cache, TimeSpan length)
    {
        using Network network = zoo.Load(NetworkWeights.Initialize(zoo.Info, seed: 1), options);
        float[] input = new float[zoo.Info.Variants[0].Inputs[0].Elements];
        float[][] outputs = zoo.Outputs();
        Samples samples = new();
        double ceiling = Ceiling.OneCore(network.InstructionSet);
        for (int i = 0; i < 3; i++) zoo.Run(network, input, outputs);
        long began = Stopwatch.GetTimestamp();
        while (samples.Count < 5 || Stopwatch.GetElapsedTime(began) < length) samples.Time(() => zoo.Run(network, input, outputs));
        ceiling = Math.Max(ceiling, Ceiling.OneCore(network.InstructionSet));
        return new Floor(
            zoo.Name, 2e-6 * zoo.Info.Variants[0].MultiplyAdds / ceiling, 1e-6 * network.WeightBytes / memory,
            1e-6 * ValueBytes(zoo) / cache, 1e-3 * samples.Median);
    }

    /// <summary>Bytes per nanosecond that one core reads from a range of that size, again and again.</summary>
    public static unsafe double Bandwidth(int bytes)
    {
        float* memory = (float*)NativeMemory.AlignedAlloc((nuint)bytes, 4096);
        new Span<byte>(memory, bytes).Fill(1);
        double best = 0;
        int rounds = Math.Max(1, (64 << 20) / bytes);
        for (int attempt = 0; attempt < 20; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < rounds; i++) MemoryRead.Sum(memory, bytes / sizeof(float));
            best = Math.Max(best, (double)bytes * rounds / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        NativeMemory.AlignedFree(memory);
        return best;
    }

    private static long ValueBytes(ZooNetwork zoo)
    {
        var layout = new WeightLayout(Compiler.Schedule.Cpu.InstructionSet.Avx2);
        CpuPlan plan =
            Scheduler.Schedule(RewritePipeline.Run(GraphText.Parse(zoo.Info.Variants[0].Graph), new FusionNotes()), layout.Set, layout);
        return plan.Kernels.Sum(
            kernel => kernel.Reads.Concat(kernel.Writes).Sum(view => (long)view.Pixels * view.Channels * sizeof(float)));
    }
}
