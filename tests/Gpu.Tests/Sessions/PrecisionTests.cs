using Fusion.Gpu.Tests.Declared;
using Fusion.Gpu.Tests.Support;

namespace Fusion.Gpu.Tests.Sessions;

/// <summary>What is said where a precision cannot be had.</summary>
public sealed class PrecisionTests
{
    private const string Cpu = "ILGPU CPU accelerator";

    [Fact]
    public void KernelsThatNobodyAskedForAreMissed()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        var exception = Assert.Throws<GpuException>(() => Sizes.LoadGpu(
            device, NetworkWeights.Initialize(Sizes.Description, seed: 1), new GpuOptions { Precision = GpuPrecision.TensorFloat32 }));
        Assert.Equal("Sizes has no kernels for GpuOptions.Precision TensorFloat32: the project that declares it asks for them with "
            + "<FusionGpuPrecisions>tf32</FusionGpuPrecisions>.", exception.Message);
    }

    /// <summary>Devices without matrix units, whatever is generated.</summary>
    [Fact]
    public void ADeviceWithoutMatrixUnitsIsRefused()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        var exception = Assert.Throws<GpuException>(() => SmallNetwork.Load(
            device, 1, new GpuOptions { Precision = GpuPrecision.TensorFloat32 }, GpuPrecision.TensorFloat32));
        Assert.Equal("ILGPU CPU accelerator cannot run kernels of TensorFloat32: these need an NVIDIA GPU of compute capability 8.0 or "
            + "later, through CUDA. Take GpuPrecision.Single for it.", exception.Message);
        using SmallNetwork network = SmallNetwork.Load(device);
        Assert.Equal(1, network.BatchSize);
    }

    [Fact]
    public void WhatIsNoPrecisionIsRefused()
    {
        using GpuDevice device = GpuDevice.Open(Cpu);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SmallNetwork.Load(device, 1, new GpuOptions { Precision = (GpuPrecision)99 }));
    }
}
