using System.Collections.Concurrent;
using Fusion.Gpu.Devices;
using Fusion.Gpu.Tests.Kernels;
using Fusion.Gpu.Tests.Support;

namespace Fusion.Gpu.Tests.Sessions;

/// <summary>What loading reports, and what it refuses.</summary>
public sealed class LoadTests
{
    private const string Cpu = "ILGPU CPU accelerator";

    [Fact]
    public void ProgressComesToAnEnd()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        var reports = new Reports();
        using SmallNetwork network = SmallNetwork.Load(device, 1, new GpuOptions { Progress = reports });
        Assert.Equal([1, 2], reports.All.Select(report => report.Done).Order());
        Assert.All(reports.All, report => Assert.Equal(2, report.Total));
        Assert.Equal(["fc", "fc's activation"], reports.All.Select(report => report.Kernel).Order());
    }

    [Fact]
    public void LoadingEndsWhereCancellationIsRequested()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => SmallNetwork.Load(device, 1, new GpuOptions { Cancellation = source.Token }));
        CheckThatItGoesOn(device);
    }

    [Fact]
    public void KernelsAreCompiledOnce()
    {
        // A device of its own: other tests, run meanwhile, compile other kernels.
        FoundDevice found = DeviceFinder.Named(Cpu);
        using GpuDevice device = GpuDevice.Open(found with { Info = found.Info with { Name = "Counted" } });
        using SmallNetwork first = SmallNetwork.Load(device), second = SmallNetwork.Load(device);
        SharedDevice shared = device.Share();
        int count = shared.Kernels.Count;
        shared.Release();
        Assert.Equal(2, count);
    }

    [Fact]
    public void WeightsThatDoNotFitAreListed()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        var weights = new StateDict();
        weights.Add("fc.weight", [3, 40], new float[120]);
        weights.Add("other", [1], [0]);
        WeightsException exception = Assert.Throws<WeightsException>(() => SmallNetwork.Load(device, weights));
        Assert.Equal(3, exception.Problems.Count);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -1)]
    public void OptionsWithoutMeaningAreRefused(int batch, int threads)
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SmallNetwork.Load(device, 1, new GpuOptions { Batch = batch, Threads = threads }));
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void ABatchThatNeedsMoreMemoryThanThereIsIsRefused(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        GpuException exception = Assert.Throws<GpuException>(
            () => OneKernelNetwork.Load(device, TestKernels.Double, workspaceFloats: 1L << 45));
        Assert.Contains($"bytes are needed (0 for weights, {1L << 47} for the workspace, the rest for inputs and outputs); it has ",
            exception.Message);
        CheckThatItGoesOn(device);
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void AKernelThatDoesNotCompileSaysWhich(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        for (int time = 0; time < 2; time++)
        {
            GpuException exception = Assert.Throws<GpuException>(() => OneKernelNetwork.Load(device, TestKernels.Objects));
            Assert.StartsWith($"{name}, compiling the kernel 'the kernel': ", exception.Message);
            Assert.NotNull(exception.InnerException);
        }
        CheckThatItGoesOn(device);
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void AGroupThatIsTooLargeIsRefused(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        int threads = device.Info.ThreadsPerGroup + 1;
        GpuException exception = Assert.Throws<GpuException>(() => OneKernelNetwork.Load(device, TestKernels.Double, threads));
        Assert.Equal($"The kernel 'the kernel' has groups of {threads} threads; {name} takes at most {threads - 1}.", exception.Message);
        CheckThatItGoesOn(device);
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void MoreSharedMemoryThanThereIsIsRefused(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        GpuException exception = Assert.Throws<GpuException>(() => OneKernelNetwork.Load(device, TestKernels.Greedy));
        Assert.Equal(
            $"The kernel 'the kernel' has {1 << 30} bytes of shared memory; {name} has {device.Info.SharedBytesPerGroup}.",
            exception.Message);
        CheckThatItGoesOn(device);
    }

    [Fact]
    public void AKernelMustBeAStaticMethod()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        int captured = device.Info.ThreadsPerGroup;
        GpuException exception = Assert.Throws<GpuException>(
            () => OneKernelNetwork.Load(device, (weights, workspace, inputs, outputs, batch, places) => outputs[0] = captured));
        Assert.Equal("The kernel 'the kernel' is no static method.", exception.Message);
    }

    private static void CheckThatItGoesOn(GpuDevice device)
    {
        using OneKernelNetwork network = OneKernelNetwork.Load(device, TestKernels.Reverse);
        float[] x = RandomFloats.Of(OneKernelNetwork.Values, 1);
        Assert.Equal(x.Reverse(), network.Run(x));
    }

    private sealed class Reports : IProgress<GpuProgress>
    {
        public ConcurrentBag<GpuProgress> All { get; } = [];

        public void Report(GpuProgress value) => All.Add(value);
    }

    /// <summary>Kernels count within a value with numbers of 32 bits.</summary>
    [Fact]
    public void AValueOfTooManyFloatsIsRefused()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        GpuException exception = Assert.Throws<GpuException>(() =>
            OneKernelNetwork.Load(device, TestKernels.Double, options: new GpuOptions { Batch = 4 }, largestFloats: 1L << 29));
        Assert.Equal("OneKernelNetwork: a value of the network has 2147483648 floats for a batch of 4; kernels count to 2147483647. " +
            "Take a smaller GpuOptions.Batch.", exception.Message);
    }
}
