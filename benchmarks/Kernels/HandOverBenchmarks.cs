using BenchmarkDotNet.Attributes;
using Fusion.Runtime;

namespace Fusion.Benchmarks;

/// <summary>What it costs to hand the work over from step to step: a thousand steps that do next to nothing.</summary>
public class HandOverBenchmarks
{
    private EmptySteps? _network;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _network = new EmptySteps(new NetworkOptions { Threads = Threads });

    [GlobalCleanup]
    public void Cleanup() => _network!.Dispose();

    [Benchmark(OperationsPerInvoke = EmptySteps.Steps)]
    public float Step() => _network!.Run();
}
