using System.Collections.Concurrent;
using Fusion.Runtime;

namespace Fusion.Tests.Execution;

[Collection("threads")]
public sealed class ThreadTests
{
    private const int Callers = 16;

    [Fact]
    public void Nobody_spins_at_rest()
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = Environment.ProcessorCount + 1 });
        network.Run(ChainNetwork.Input(), new float[ChainNetwork.Size]);
        Assert.True(SpinWait.SpinUntil(() => ThreadTeam.Process.IsAtRest, TimeSpan.FromSeconds(30)));
    }

    /// <summary>Otherwise the first run that has cores left for them would start them, and allocate.</summary>
    [Fact]
    public void Loading_has_the_workers_ready()
    {
        int before = ThreadTeam.Process.Workers;
        using var network = new ChainNetwork(new NetworkOptions { Threads = before + 3 });
        Assert.Equal(before + 2, ThreadTeam.Process.Workers);
    }

    [Fact]
    public void Runs_from_many_threads_do_not_get_more_threads_than_there_are_cores()
    {
        for (int round = 0; round < 5; round++)
        {
            using var crowd = new Crowd();
            var networks = Enumerable.Range(0, Callers).Select(_ => new CrowdNetwork()).ToList();
            var threads = networks.Select(network => new Thread(() => network.Run(crowd))).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            networks.ForEach(network => network.Dispose());
            Assert.Equal((long)Callers * CrowdNetwork.Steps * CrowdNetwork.Units, crowd.Units);
            Assert.InRange(crowd.Threads.Count, 1, Math.Max(Callers, Environment.ProcessorCount));
        }
    }

    /// <summary>What all runs of a round share.</summary>
    private sealed class Crowd : IDisposable
    {
        public long Units;

        public Barrier Barrier { get; } = new(Callers);

        public ConcurrentDictionary<int, bool> Threads { get; } = new();

        public void Dispose() => Barrier.Dispose();
    }

    /// <summary>Runs that meet at their beginning and at their end: between, all of them are in progress.</summary>
    private sealed unsafe class CrowdNetwork() : Network(s_info, new StateDict(), new NetworkOptions(),
        new WeightPacking(&PackedFloats, &Pack))
    {
        public const int Steps = 20, Units = 64;

        private static readonly NetworkInfo s_info = new(
            "Crowd", [new NetworkVariant([], [], 1_000_000_000, 256, "graph", "plan", ["meet", "work"])], []);

        private static Crowd s_crowd = null!;

        public void Run(Crowd crowd)
        {
            s_crowd = crowd;
            Execute(&Program, 0, 64, 0, 1, []);
        }

        private static long PackedFloats(InstructionSet set) => 16;

        private static void Pack(WeightPacker packer, InstructionSet set)
        {
        }

        private static void Program(KernelRunner runner)
        {
            runner.Step(0, &Meet, 1);
            for (int i = 0; i < Steps; i++) runner.Step(1, &Work, Units);
            runner.Step(0, &Meet, 1);
        }

        private static void Meet(KernelArguments* arguments, int first, int last) => s_crowd.Barrier.SignalAndWait();

        private static void Work(KernelArguments* arguments, int first, int last)
        {
            s_crowd.Threads[Environment.CurrentManagedThreadId] = true;
            Interlocked.Add(ref s_crowd.Units, last - first);
            Thread.SpinWait(200);
        }
    }
}
