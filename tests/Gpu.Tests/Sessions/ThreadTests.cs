using System.Collections.Concurrent;
using Fusion.Gpu.Tests.Support;

namespace Fusion.Gpu.Tests.Sessions;

/// <summary>Several networks, and several threads.</summary>
public sealed class ThreadTests
{
    private const int Threads = 6, Runs = 40;

    [DeviceFact]
    public void SessionsOnTheirOwnThreadsDoNotDisturbEachOther()
    {
        using GpuDevice device = TestDevice.Open();
        OnThreads(thread =>
        {
            // Loaded, run and disposed of at the same time as the others.
            using SmallNetwork network = SmallNetwork.Load(device, seed: thread, new GpuOptions { Batch = 1 + thread });
            RunOften(network, seed: thread, samples: 2 * thread + 1);
        });
    }

    [DeviceFact]
    public void ThreadsMayShareASession()
    {
        using GpuDevice device = TestDevice.Open();
        using SmallNetwork network = SmallNetwork.Load(device, seed: 3, new GpuOptions { Batch = 2 });
        OnThreads(thread => RunOften(network, seed: 3, samples: thread + 1));
    }

    [Fact]
    public void TheCpuAcceleratorServesSeveralThreads()
    {
        using GpuDevice device = GpuDevice.Open("CPU accelerator");
        using SmallNetwork one = SmallNetwork.Load(device, seed: 1), other = SmallNetwork.Load(device, seed: 2);
        Parallel.Invoke(() => RunOften(one, 1, 1, runs: 2), () => RunOften(other, 2, 1, runs: 2));
    }

    [DeviceFact]
    public void ANetworkThatIsDisposedOfWhileItRunsEndsItsRun()
    {
        using GpuDevice device = TestDevice.Open();
        SmallNetwork network = SmallNetwork.Load(device, seed: 3);
        var started = new CountdownEvent(Threads);
        OnThreads(thread =>
        {
            started.Signal();
            if (thread == 0)
            {
                started.Wait();
                network.Dispose();
                return;
            }
            try
            {
                while (true) RunOften(network, seed: 3, samples: thread, runs: 1);
            }
            catch (ObjectDisposedException exception)
            {
                Assert.Equal(nameof(SmallNetwork), exception.ObjectName);
            }
        });
    }

    private static void RunOften(SmallNetwork network, int seed, int samples, int runs = Runs)
    {
        float[] x = RandomFloats.Of(samples * SmallNetwork.Inputs, samples), s = RandomFloats.Of(samples * SmallNetwork.Outputs, seed);
        float[] y = new float[s.Length], z = new float[s.Length];
        (float[] expectedY, float[] expectedZ) = SmallNetwork.Reference(seed, x, s);
        for (int run = 0; run < runs; run++)
        {
            Array.Clear(y);
            network.Run(x, s, y, z);
            Close.Check(expectedY, y, 1e-5f);
            Close.Check(expectedZ, z, 1e-5f);
        }
    }

    private static void OnThreads(Action<int> action)
    {
        var failures = new ConcurrentQueue<Exception>();
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
            {
                try
                {
                    action(number);
                }
                catch (Exception exception)
                {
                    failures.Enqueue(exception);
                }
            })),
        ];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Empty(failures);
    }
}
