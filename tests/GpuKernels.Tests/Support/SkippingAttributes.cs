using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>The cases' own attribute here, where it comes before xunit's: where no device is, they are skipped, with the reason.</summary>
internal sealed class FactAttribute : Xunit.FactAttribute
{
    public FactAttribute() => Skip = TestDevice.SkipReason;
}

/// <summary>As <see cref="FactAttribute"/>, for theories.</summary>
internal sealed class TheoryAttribute : Xunit.TheoryAttribute
{
    public TheoryAttribute() => Skip = TestDevice.SkipReason;
}

/// <summary>A theory that needs a device and shared data.</summary>
internal sealed class DeviceDataTheoryAttribute : Fusion.Tests.DataTheoryAttribute
{
    public DeviceDataTheoryAttribute(string path) : base(path) => Skip ??= TestDevice.SkipReason;
}
