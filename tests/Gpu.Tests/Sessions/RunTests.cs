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
        Check(device, samples: 1, batch: 1);
    }

    [OpenCLTheory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(2, 5)]
    [InlineData(11, 4)]
    public void AnyNumberOfSamplesRunsInPiecesOfTheBatch(int samples, int batch)
    {
        using GpuDevice device = OpenCL.Open();
        Check(device, samples, batch);
    }

    private static void Check(GpuDevice device, int samples, int batch)
    {
        using SmallNetwork network = SmallNetwork.Load(device, seed: 3, new GpuOptions { Batch = batch });
        float[] x = RandomFloats.Of(samples * SmallNetwork.Inputs, 1), s = RandomFloats.Of(samples * SmallNetwork.Outputs, 2);
        float[] y = new float[s.Length], z = new float[s.Length];
        network.Run(x, s, y, z);
        (float[] expectedY, float[] expectedZ) = SmallNetwork.Reference(3, x, s);
        Close.Check(expectedY, y, Tolerance);
        Close.Check(expectedZ, z, Tolerance);
    }
}
