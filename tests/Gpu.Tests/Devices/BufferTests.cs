using Fusion.Gpu.Devices;
using Fusion.Gpu.Tests.Support;

namespace Fusion.Gpu.Tests.Devices;

public sealed class BufferTests
{
    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void ValuesComeBackAsTheyWere(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        using GpuBuffer buffer = device.Allocate(1001);
        float[] values = RandomFloats.Of(1001, 1), found = new float[1001];
        buffer.CopyTo(found);
        Assert.All(found, value => Assert.Equal(0, value));
        buffer.CopyFrom(values);
        buffer.CopyTo(found);
        Assert.Equal(values, found);
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void WrongLengthsAreRefused(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        using GpuBuffer buffer = device.Allocate(7);
        Assert.Equal(
            "values: 8 values were given; 7 were expected, the buffer's length. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => buffer.CopyFrom(new float[8])).Message);
        Assert.Throws<ArgumentException>(() => buffer.CopyTo(new float[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Allocate(0));
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void MoreThanTheDeviceHasIsRefusedAndTheDeviceGoesOn(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        long floats = device.Info.MemoryBytes / sizeof(float) + 1;
        GpuException exception = Assert.Throws<GpuException>(() => device.Allocate(floats));
        Assert.StartsWith(
            $"{name}, allocating a buffer: {floats * sizeof(float)} bytes are needed; it has {device.Info.MemoryBytes}, of which ",
            exception.Message);
        using GpuBuffer buffer = device.Allocate(16);
        buffer.CopyFrom(new float[16]);
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void ABufferOutlivesItsDeviceAndNothingOutlivesTheBuffer(string name)
    {
        GpuDevice device = GpuDevice.Open(name);
        GpuBuffer buffer = device.Allocate(3);
        device.Dispose();
        buffer.CopyFrom([1, 2, 3]);
        float[] found = new float[3];
        buffer.CopyTo(found);
        Assert.Equal([1, 2, 3], found);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.CopyTo(found));
    }

    [Fact]
    public void MemoryIsCountedUntilItIsFreed()
    {
        var memory = new MemoryCount(new GpuDeviceInfo("Small", GpuDeviceKind.Cpu, 100, 1, "none"));
        memory.Take(60, "allocating weights");
        Assert.Equal(
            "Small, allocating a buffer: 50 bytes are needed; it has 100, of which 60 are in use here.",
            Assert.Throws<GpuException>(() => memory.Take(50, "allocating a buffer")).Message);
        memory.Take(40, "allocating a buffer");
        memory.GiveBack(60);
        memory.Take(60, "allocating weights");
    }

    [Theory]
    [MemberData(nameof(DeviceNames.All), MemberType = typeof(DeviceNames))]
    public void ABufferThatNoDeviceHasRoomForIsRefused(string name)
    {
        using GpuDevice device = GpuDevice.Open(name);
        foreach (long length in new[] { long.MaxValue, 1L << 62, 1L << 50 })
            Assert.StartsWith($"{name}, allocating a buffer: ", Assert.Throws<GpuException>(() => device.Allocate(length)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Allocate(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Allocate(-1));
    }
}
