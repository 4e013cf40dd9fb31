namespace Fusion.Gpu.Tests.Support;

/// <summary>The devices of this machine that can be used, for theories.</summary>
public static class DeviceNames
{
    public static TheoryData<string> All => [.. GpuDevice.List().Where(device => device.Problem is null).Select(device => device.Name)];
}
