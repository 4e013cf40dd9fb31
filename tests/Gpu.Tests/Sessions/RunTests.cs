using Fusion.Gpu.Tests.Support;

namespace Fusion.Gpu.Tests.Sessions;

/// <summary>Runs over spans, over memory, and over buffers on the device.</summary>
public sealed class RunTests
{
    private const float Tolerance = 1e-5f;

    [Fact]
    public void TheCpuAcceleratorComputesWhatTheNetworkIs()
    {
        using GpuDevice device = GpuDevice.Open("ILGPU CPU accelerator");
        CheckSpans(device, samples: 1, batch: 1);
    }

    [DeviceTheory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(2, 5)]
    [InlineData(11, 4)]
    public void AnyNumberOfSamplesRunsInPiecesOfTheBatch(int samples, int batch)
    {
        using GpuDevice device = TestDevice.Open();
        CheckSpans(device, samples, batch);
    }

    [DeviceFact]
    public async Task ARunOnAnotherThreadComputesTheSame()
    {
        using GpuDevice device = TestDevice.Open();
        using SmallNetwork network = SmallNetwork.Load(device, seed: 3, new GpuOptions { Batch = 2 });
        float[] x = RandomFloats.Of(5 * SmallNetwork.Inputs, 1), s = RandomFloats.Of(5 * SmallNetwork.Outputs, 2);
        float[] y = new float[s.Length], z = new float[s.Length];
        await network.RunAsync(x, s, y, z);
        Check(x, s, y, z);
    }

    [DeviceFact]
    public void BuffersStayOnTheDevice()
    {
        using GpuDevice device = TestDevice.Open();
        using SmallNetwork network = SmallNetwork.Load(device, seed: 3, new GpuOptions { Batch = 3 });
        float[] x = RandomFloats.Of(3 * SmallNetwork.Inputs, 1), s = RandomFloats.Of(3 * SmallNetwork.Outputs, 2);
        using GpuBuffer onX = device.Allocate(x.Length), onS = device.Allocate(s.Length);
        using GpuBuffer onY = device.Allocate(s.Length), onZ = device.Allocate(s.Length);
        onX.CopyFrom(x);
        onS.CopyFrom(s);
        network.Run(onX, onS, onY, onZ);
        float[] y = new float[s.Length], z = new float[s.Length];
        onY.CopyTo(y);
        onZ.CopyTo(z);
        Check(x, s, y, z);
        // An output may lie where an input lay.
        network.Run(onX, onS, onY, onS);
        onS.CopyTo(z);
        Check(x, s, y, z);
    }

    [DeviceFact]
    public void ARunAllocatesNothingOnTheDevice()
    {
        using GpuDevice device = TestDevice.Open();
        using SmallNetwork network = SmallNetwork.Load(device);
        float[] x = new float[SmallNetwork.Inputs], s = new float[SmallNetwork.Outputs];
        float[] y = new float[s.Length], z = new float[s.Length];
        network.Run(x, s, y, z);
        Assert.InRange(Allocations.Least(() => network.Run(x, s, y, z)), 0, 2000);
    }

    [DeviceFact]
    public void TheProfileHasEachKernelsTime()
    {
        using GpuDevice device = TestDevice.Open();
        using SmallNetwork network = SmallNetwork.Load(device, 1, new GpuOptions { Profile = true });
        using SmallNetwork other = SmallNetwork.Load(device);
        float[] x = new float[SmallNetwork.Inputs], s = new float[SmallNetwork.Outputs];
        float[] y = new float[s.Length], z = new float[s.Length];
        for (int run = 0; run < 3; run++) network.Run(x, s, y, z);
        Assert.Null(other.Profile);
        Assert.Equal(["fc", "fc's activation"], network.Profile!.Kernels.Select(kernel => kernel.Name));
        Assert.All(network.Profile.Kernels, kernel => Assert.True(kernel is { Count: 3 } && kernel.Total > TimeSpan.Zero));
    }

    private static void CheckSpans(GpuDevice device, int samples, int batch)
    {
        using SmallNetwork network = SmallNetwork.Load(device, seed: 3, new GpuOptions { Batch = batch });
        float[] x = RandomFloats.Of(samples * SmallNetwork.Inputs, 1), s = RandomFloats.Of(samples * SmallNetwork.Outputs, 2);
        float[] y = new float[s.Length], z = new float[s.Length];
        network.Run(x, s, y, z);
        Check(x, s, y, z);
    }

    private static void Check(float[] x, float[] s, float[] y, float[] z)
    {
        (float[] expectedY, float[] expectedZ) = SmallNetwork.Reference(3, x, s);
        Close.Check(expectedY, y, Tolerance);
        Close.Check(expectedZ, z, Tolerance);
    }
}
