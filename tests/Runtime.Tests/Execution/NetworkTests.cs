namespace Fusion.Tests.Execution;

[Collection("threads")]
public sealed class NetworkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(300)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = threads });
        Assert.Equal(threads, network.Threads);
        float[] input = ChainNetwork.Input();
        float[] expected = ChainNetwork.Expected(input);
        for (int i = 0; i < (threads > 8 ? 3 : 50); i++)
        {
            float[] output = new float[ChainNetwork.Size];
            network.Run(input, output);
            Assert.Equal(expected, output);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_batch_is_run_sample_by_sample(int threads)
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = threads });
        float[] input = ChainNetwork.Input(batch: 5);
        float[] output = new float[input.Length];
        network.Run(input, output);
        Assert.Equal(ChainNetwork.Expected(input), output);
    }

    [Fact]
    public void Many_callers_at_once_get_their_own_results()
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = 2 });
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, caller =>
        {
            float[] input = [.. ChainNetwork.Input().Select(value => value + caller)];
            float[] expected = ChainNetwork.Expected(input);
            float[] output = new float[ChainNetwork.Size];
            for (int i = 0; i < 100; i++)
            {
                Array.Clear(output);
                network.Run(input, output);
                Assert.Equal(expected, output);
            }
        });
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(2, true)]
    public void A_run_allocates_nothing(int threads, bool profile)
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = threads, Profile = profile });
        float[] input = ChainNetwork.Input();
        float[] output = new float[ChainNetwork.Size];
        for (int i = 0; i < 20; i++) network.Run(input, output);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++) network.Run(input, output);
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_kernel_that_fails_ends_the_run_with_its_exception_and_no_hang(int threads)
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = threads });
        float[] input = ChainNetwork.Input();
        float[] output = new float[ChainNetwork.Size];
        ChainNetwork.TakeFailures();
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<InvalidTimeZoneException>(() => network.RunFailing(input, output));
            // Nobody does a unit twice, and nobody goes on to later steps.
            Assert.InRange(ChainNetwork.TakeFailures(), 1, ChainNetwork.Size);
            network.Run(input, output);
            Assert.Equal(ChainNetwork.Expected(input), output);
        }
    }

    [Fact]
    public void An_interrupted_caller_finishes_its_run_and_is_interrupted_afterwards()
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = 4 });
        float[] input = ChainNetwork.Input();
        float[] expected = ChainNetwork.Expected(input);
        bool same = true, interrupted = false;
        var thread = new Thread(() =>
        {
            try
            {
                float[] output = new float[ChainNetwork.Size];
                for (int i = 0; i < 1_000_000; i++)
                {
                    network.Run(input, output);
                    same &= output.AsSpan().SequenceEqual(expected);
                    if (i % 10 == 9) Thread.Sleep(0);
                }
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        });
        thread.Start();
        Thread.Sleep(50);
        thread.Interrupt();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        Assert.True(same);
        Assert.True(interrupted);
    }

    [Fact]
    public void A_disposed_network_says_so()
    {
        var network = new ChainNetwork();
        network.Dispose();
        network.Dispose();
        var exception = Assert.Throws<ObjectDisposedException>(() => network.Run(ChainNetwork.Input(), new float[ChainNetwork.Size]));
        Assert.Equal("Chain", exception.ObjectName);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Disposing_while_runs_are_active_lets_them_finish(int threads)
    {
        for (int round = 0; round < 5; round++)
        {
            var network = new ChainNetwork(new NetworkOptions { Threads = threads });
            float[] input = ChainNetwork.Input();
            float[] expected = ChainNetwork.Expected(input);
            int finished = 0, refused = 0, wrong = 0;
            var threadsRunning = Enumerable.Range(0, 3).Select(_ => new Thread(() =>
            {
                float[] output = new float[ChainNetwork.Size];
                try
                {
                    while (true)
                    {
                        network.RunLong(input, output);
                        if (!output.AsSpan().SequenceEqual(expected)) Interlocked.Increment(ref wrong);
                        Interlocked.Increment(ref finished);
                    }
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
            })).ToList();
            threadsRunning.ForEach(thread => thread.Start());
            while (Volatile.Read(ref finished) == 0) Thread.Yield();
            network.Dispose();
            Assert.All(threadsRunning, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
            Assert.Equal(3, refused);
            Assert.Equal(0, wrong);
        }
    }

    [Fact]
    public void Spans_of_the_wrong_length_are_refused_before_anything_is_computed()
    {
        using var network = new ChainNetwork();
        float[] output = new float[ChainNetwork.Size];
        AssertRefused("input", "0 values were given; 211 (one sample)", () => network.Run([], output));
        AssertRefused("input", "210 values were given; 211", () => network.Run(new float[210], output));
        AssertRefused("input", "212 values were given; 211", () => network.Run(new float[212], output));
        AssertRefused("output", "211 values were given; 422 were expected (2 x 211)", () => network.Run(new float[422], output));
        AssertRefused("output", "0 values were given; 211 were expected", () => network.Run(new float[211], []));
        Assert.All(output, value => Assert.Equal(0, value));

        static void AssertRefused(string parameter, string message, Action run)
        {
            var exception = Assert.Throws<ArgumentException>(parameter, run);
            Assert.Contains($"{parameter}: {message}", exception.Message);
        }
    }

    [Fact]
    public void Options_are_checked()
    {
        Expect(new NetworkOptions { Threads = -1 }, "NetworkOptions.Threads: 0 (all cores) to 1024 were expected.");
        Expect(new NetworkOptions { LargePages = (LargePages)3 }, "NetworkOptions.LargePages: Later, AtOnce or Never was expected.");
        Expect(new NetworkOptions { Threads = 1025 }, "NetworkOptions.Threads: 0 (all cores) to 1024 were expected.");
        Expect(new NetworkOptions { InstructionSet = (InstructionSet)9 },
            "NetworkOptions.InstructionSet is none of Auto, Avx512, Avx2, Portable.");

        static void Expect(NetworkOptions options, string message) => Assert.StartsWith(
            message, Assert.Throws<ArgumentOutOfRangeException>("options", () => new ChainNetwork(options)).Message);
    }

    [Theory]
    [InlineData(InstructionSet.Avx512)]
    [InlineData(InstructionSet.Avx2)]
    [InlineData(InstructionSet.Portable)]
    public void An_instruction_set_can_be_forced(InstructionSet set)
    {
        using var forced = new ChainNetwork(new NetworkOptions { InstructionSet = set });
        Assert.Equal(set, forced.InstructionSet);
        using var automatic = new ChainNetwork();
        Assert.NotEqual(InstructionSet.Auto, automatic.InstructionSet);
    }

    [Fact]
    public void Kernels_are_timed_on_request_only()
    {
        using var plain = new ChainNetwork();
        Assert.Null(plain.Profile);
        foreach (int threads in new[] { 1, 2 })
        {
            using var network = new ChainNetwork(new NetworkOptions { Profile = true, Threads = threads });
            float[] input = ChainNetwork.Input(batch: 2);
            for (int i = 0; i < 3; i++) network.Run(input, new float[input.Length]);
            IReadOnlyList<KernelTime> kernels = network.Profile!.Kernels;
            Assert.Equal(ChainNetwork.Steps + 2, kernels.Count);
            Assert.All(kernels, (kernel, k) =>
                Assert.Equal((0, k, $"kernel {k}", 6L), (kernel.Variant, kernel.Kernel, kernel.Name, kernel.Count)));
            Assert.True(kernels.Sum(kernel => kernel.Total.Ticks) > 0);
            Assert.Equal(ChainNetwork.Steps + 4, network.Profile.ToString().Split('\n').Length);
            network.Profile.Reset();
            Assert.Empty(network.Profile.Kernels);
        }
    }
}
