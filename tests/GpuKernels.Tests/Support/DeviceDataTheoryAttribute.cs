namespace Fusion.Kernels.Tests.Support;

/// <summary>A theory that needs a device and files of <c>shared/data</c>.</summary>
internal sealed class DeviceDataTheoryAttribute : DataTheoryAttribute
{
    public DeviceDataTheoryAttribute(string path)
        : base(path) => Skip ??= TestDevice.SkipReason;
}
