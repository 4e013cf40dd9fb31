using Fusion.Gpu.Devices;
using Fusion.Gpu.Tests.Support;
using ILGPU;
using ILGPU.Runtime.OpenCL;

namespace Fusion.Gpu.Tests.Devices;

public sealed class DeviceTests
{
    private const string Cpu = "ILGPU CPU accelerator";

    [Fact]
    public void IlgpusAcceleratorIsAlwaysThereAndLast()
    {
        IReadOnlyList<GpuDeviceInfo> devices = GpuDevice.List();
        Assert.Equal(Cpu, devices[^1].Name);
        Assert.Equal(GpuDeviceKind.Cpu, devices[^1].Kind);
        Assert.Null(devices[^1].Problem);
        Assert.Equal(devices.Count, devices.Select(device => device.Name).Distinct().Count());
        Assert.All(devices, device =>
            Assert.True(device is { MemoryBytes: > 0, Multiprocessors: > 0, ThreadsPerGroup: > 0, Driver: not "" }));
    }

    [Fact]
    public void TheBestIsTheFirstThatCanBeUsed()
    {
        using GpuDevice best = GpuDevice.Best();
        Assert.Equal(GpuDevice.List().First(device => device.Problem is null).Name, best.Info.Name);
    }

    [Theory]
    [InlineData(Cpu)]
    [InlineData("ilgpu cpu ACCELERATOR")]
    [InlineData("CPU accelerator")]
    public void ADeviceIsFoundByAPartOfItsName(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        Assert.Equal(Cpu, device.Info.Name);
        Assert.StartsWith("ILGPU CPU accelerator (ILGPU 1.5.3, ", device.ToString());
    }

    [Fact]
    public void AnUnknownNameListsAllDevices()
    {
        GpuException exception = Assert.Throws<GpuException>(() => GpuDevice.Open("Voodoo 2"));
        Assert.StartsWith("There is no device with 'Voodoo 2' in its name. The devices are: ", exception.Message);
        Assert.EndsWith($"'{Cpu}'.", exception.Message);
    }

    [Fact]
    public void ADeviceThatCannotBeUsedSaysWhy()
    {
        FoundDevice old = CpuDevice.Found with
        {
            Info = new GpuDeviceInfo("GeForce 8800", GpuDeviceKind.Cuda, 1, 1, "CUDA 6.5")
            {
                Problem = "the driver is too old: it is for CUDA 6.5; 11.2 or later was expected",
            },
        };
        GpuException exception = Assert.Throws<GpuException>(() => SharedDevice.Open(old));
        Assert.Equal(
            "GeForce 8800 cannot run kernels: the driver is too old: it is for CUDA 6.5; 11.2 or later was expected.", exception.Message);
    }

    [Fact]
    public void ADeviceThatDoesNotOpenSaysSo()
    {
        FoundDevice broken = CpuDevice.Found with
        {
            Info = CpuDevice.Found.Info with { Name = "Broken" },
            Create = _ => throw new CLException(CLError.CL_DEVICE_NOT_AVAILABLE),
        };
        GpuException exception = Assert.Throws<GpuException>(() => SharedDevice.Open(broken));
        Assert.StartsWith("Broken, opening it: the device was lost", exception.Message);
        Assert.Contains("CL_DEVICE_NOT_AVAILABLE", exception.Message);
    }

    [Fact]
    public void ADeviceThatIsOpenIsShared()
    {
        using GpuDevice first = GpuDevice.Open(Cpu), second = GpuDevice.Open(Cpu);
        SharedDevice one = first.Share(), other = second.Share();
        try
        {
            Assert.Same(one, other);
        }
        finally
        {
            one.Release();
            other.Release();
        }
    }

    [Fact]
    public void ADeviceThatWasDisposedOfDoesNothing()
    {
        GpuDevice device = GpuDevice.Open(Cpu);
        device.Dispose();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => device.Allocate(1));
        Assert.Throws<ObjectDisposedException>(() => SmallNetwork.Load(device));
    }

    [DeviceFact]
    public void APartOfSeveralNamesIsRefused()
    {
        GpuException exception = Assert.Throws<GpuException>(() => GpuDevice.Open("e"));
        Assert.Matches("^[0-9]+ devices have 'e' in their names\\. The devices are: '", exception.Message);
    }

    [Fact]
    public void OneMultiprocessorIsOne()
    {
        var info = new GpuDeviceInfo("Small", GpuDeviceKind.Cpu, 1L << 30, 1, "none");
        Assert.Equal("Small (none, 1 GiB, 1 multiprocessor)", info.ToString());
        Assert.Equal("Small (none, 1 GiB, 2 multiprocessors)", (info with { Multiprocessors = 2 }).ToString());
    }

    [DeviceFact]
    public void OnLinuxADriverIsFoundByItsNumberedName()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.NotEqual(0, DriverLibraries.Resolve(typeof(Context).Assembly, "OpenCL"));
        Assert.Equal(0, DriverLibraries.Resolve(typeof(Context).Assembly, "Glide"));
        Assert.Equal(0, DriverLibraries.Resolve(typeof(DeviceTests).Assembly, "OpenCL"));
    }
}
