using Fusion.Gpu.Devices;
using Fusion.Gpu.Tests.Kernels;
using Fusion.Gpu.Tests.Support;

namespace Fusion.Gpu.Tests.Sessions;

/// <summary>Wrong calls, and devices that go away.</summary>
public sealed class FailureTests
{
    private const string Cpu = "ILGPU CPU accelerator";

    [Fact]
    public void WrongLengthsSayWhatWasExpected()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        using SmallNetwork network = SmallNetwork.Load(device);
        float[] x = new float[40], s = new float[20], y = new float[20], z = new float[20];
        Assert.Equal(
            "x: 41 values were given; 40 (one sample) or a multiple of it (a batch) was expected. (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => network.Run(new float[41], s, y, z)).Message);
        Assert.Equal(
            "y: 19 values were given; 20 were expected (1 x 20). (Parameter 'y')",
            Assert.Throws<ArgumentException>(() => network.Run(x, s, new float[19], z)).Message);
        Assert.Throws<ArgumentException>(() => network.Run([], s, y, z));
        Assert.Contains("overlap in memory", Assert.Throws<ArgumentException>(() => network.Run(x, s, y, y)).Message);
    }

    /// <summary>Inputs are copied to the device before outputs come back; in pieces, before those of the same piece.</summary>
    [Fact]
    public void AnOutputMayLieWhereAnInputOfTheSamePieceLies()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        using SmallNetwork network = SmallNetwork.Load(device, seed: 3);
        float[] x = RandomFloats.Of(80, 1), s = RandomFloats.Of(40, 2), z = new float[40];
        (float[] y, _) = SmallNetwork.Reference(3, x, s);
        network.Run(x.AsSpan(0, 40), s.AsSpan(0, 20), x.AsSpan(10, 20), z.AsSpan(0, 20));
        Close.Check(y.AsSpan(0, 20).ToArray(), x.AsSpan(10, 20).ToArray(), 1e-5f);
        x = RandomFloats.Of(80, 1);
        network.Run(x, s, s, z);
        Close.Check(y, s, 1e-5f);
        s = RandomFloats.Of(40, 2);
        Assert.Equal(
            "x and y overlap in memory: of 2 samples, 1 at a time, y would be written over samples of x that are still to be read. "
            + "(Parameter 'y')",
            Assert.Throws<ArgumentException>(() => network.Run(x, s, x.AsSpan(25, 40), z)).Message);
    }

    [Fact]
    public void OneBufferForTwoOutputsIsRefused()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        using SmallNetwork network = SmallNetwork.Load(device);
        using GpuBuffer x = device.Allocate(40), s = device.Allocate(20), y = device.Allocate(20);
        Assert.Equal(
            "y and z overlap in memory: each output needs memory of its own. (Parameter 'z')",
            Assert.Throws<ArgumentException>(() => network.Run(x, s, y, y)).Message);
    }

    [Fact]
    public async Task ARunOnAnotherThreadThrowsAtOnceOrIsFinished()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        SmallNetwork network = SmallNetwork.Load(device, seed: 3);
        float[] x = RandomFloats.Of(40, 1), s = RandomFloats.Of(20, 2), y = new float[20], z = new float[20];
        void Overlap() => _ = network.RunAsync(x, s, y, y);
        void Run() => _ = network.RunAsync(x, s, y, z);
        Assert.Throws<ArgumentException>(Overlap);
        var runs = new List<Task>();
        var results = new List<float[]>();
        for (int i = 0; i < 3; i++)
        {
            float[] own = new float[20];
            results.Add(own);
            runs.Add(network.RunAsync(x, s, own, new float[20]));
        }
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(Run);
        await Task.WhenAll(runs);
        foreach (float[] result in results) Close.Check(SmallNetwork.Reference(3, x, s).Y, result, 1e-5f);
    }

    [Fact]
    public void BuffersMustBeWholeBatchesOnTheSameDevice()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        using SmallNetwork network = SmallNetwork.Load(device, 1, new GpuOptions { Batch = 2 });
        using GpuBuffer x = device.Allocate(80), s = device.Allocate(40), y = device.Allocate(40), z = device.Allocate(20);
        Assert.Equal(
            "z: a buffer of 20 values was given; 40 were expected (2 x 20), for a whole batch. (Parameter 'z')",
            Assert.Throws<ArgumentException>(() => network.Run(x, s, y, z)).Message);
        Assert.Throws<ArgumentNullException>(() => network.Run(x, s, y, null!));
        y.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Run(x, s, y, s));
    }

    [DeviceFact]
    public void ABufferOfAnotherDeviceIsRefused()
    {
        using GpuDevice device = GpuDevice.Open(Cpu), other = TestDevice.Open();
        using SmallNetwork network = SmallNetwork.Load(device);
        using GpuBuffer x = other.Allocate(40), s = device.Allocate(20), y = device.Allocate(20), z = device.Allocate(20);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => network.Run(x, s, y, z));
        Assert.StartsWith($"x: a buffer on {other.Info.Name} was given; one on {Cpu}, as the network's device opened it, was expected.",
            exception.Message);
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void ANetworkOutlivesItsDevice(string name)
    {
        GpuDevice device = GpuDevice.Open(name);
        OneKernelNetwork network = OneKernelNetwork.Load(device, TestKernels.Double);
        device.Dispose();
        Assert.Equal(2, network.Run([.. Enumerable.Repeat(1f, 16)])[3]);
        network.Dispose();
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Run(new float[16]));
    }

    /// <summary>A copy on a stream that is gone is refused by OpenCL only.</summary>
    [OpenCLFact]
    public void ALostDeviceSaysSoAndIsOpenedAgain()
    {
        // A device of its own, for other tests run meanwhile.
        FoundDevice found = DeviceFinder.Named(TestDevice.OpenCL!.Name);
        found = found with { Info = found.Info with { Name = "Unsteady" } };
        using GpuDevice device = GpuDevice.Open(found);
        using OneKernelNetwork network = OneKernelNetwork.Load(device, TestKernels.Double);
        using GpuBuffer buffer = device.Allocate(4);
        // From here on, the driver refuses what is to be copied.
        SharedDevice shared = device.Share();
        shared.CopyStream.Dispose();
        shared.Release();

        GpuException lost = Assert.Throws<GpuException>(() => buffer.CopyTo(new float[4]));
        Assert.StartsWith(
            "Unsteady, copying a buffer: the device was lost, and what was loaded on it with it; open it again (CL_INVALID_COMMAND_QUEUE",
            lost.Message);
        Assert.Equal(lost.Message, Assert.Throws<GpuException>(() => network.Run(new float[16])).Message);
        Assert.Equal(lost.Message, Assert.Throws<GpuException>(() => OneKernelNetwork.Load(device, TestKernels.Reverse)).Message);

        using GpuDevice again = GpuDevice.Open(found);
        using OneKernelNetwork reloaded = OneKernelNetwork.Load(again, TestKernels.Double);
        Assert.Equal(2, reloaded.Run([.. Enumerable.Repeat(1f, 16)])[3]);
    }

    /// <summary>What a kernel writes outside of its memory costs a CUDA device, until the process ends; the rest goes on.</summary>
    [FaultFact]
    public void AKernelThatFailsCostsTheDeviceAndNothingElse()
    {
        using (GpuDevice device = TestDevice.Open())
        using (OneKernelNetwork good = OneKernelNetwork.Load(device, TestKernels.Double))
        {
            // Loading runs the kernels once.
            GpuException lost = Assert.Throws<GpuException>(() => OneKernelNetwork.Load(device, TestKernels.WriteOutside));
            Assert.StartsWith($"{device.Info.Name}, loading OneKernelNetwork: the device was lost, and what was loaded on it with it; ",
                lost.Message);
            Assert.Contains("(CUDA_ERROR_ILLEGAL_ADDRESS", lost.Message);
            Assert.Equal(lost.Message, Assert.Throws<GpuException>(() => good.Run(new float[16])).Message);
            Assert.Equal(lost.Message, Assert.Throws<GpuException>(() => device.Allocate(4)).Message);
        }
        using GpuDevice cpu = GpuDevice.Open(Cpu);
        using OneKernelNetwork other = OneKernelNetwork.Load(cpu, TestKernels.Double);
        Assert.Equal(2, other.Run([.. Enumerable.Repeat(1f, 16)])[3]);
        // The driver gives no new context, or one that works.
        try
        {
            using GpuDevice again = TestDevice.Open();
            using OneKernelNetwork reloaded = OneKernelNetwork.Load(again, TestKernels.Double);
            Assert.Equal(2, reloaded.Run([.. Enumerable.Repeat(1f, 16)])[3]);
        }
        catch (GpuException exception)
        {
            Assert.Contains("CUDA_ERROR", exception.Message);
        }
    }
}
