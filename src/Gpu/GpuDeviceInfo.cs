using System.Globalization;

namespace Fusion.Gpu;

/// <summary>What is known of a device before it is opened.</summary>
/// <param name="Name">The driver's name for it; a second device of the same name has <c> #2</c> behind it.</param>
/// <param name="Kind">What it is reached through.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="Multiprocessors">Its multiprocessors, or compute units, or cores.</param>
/// <param name="Driver">The driver and its version.</param>
public sealed record GpuDeviceInfo(string Name, GpuDeviceKind Kind, long MemoryBytes, int Multiprocessors, string Driver)
{
    /// <summary>The most threads of a group.</summary>
    public int ThreadsPerGroup { get; init; }

    /// <summary>The most shared memory of a group.</summary>
    public int SharedBytesPerGroup { get; init; }

    /// <summary>Why kernels cannot run on it, such as a driver that is too old; null where they can.</summary>
    public string? Problem { get; init; }

    /// <summary>The name, with what a person wants to know: <c>NVIDIA H100 (CUDA 12.4, 79 GiB, 132 multiprocessors)</c>.</summary>
    public override string ToString()
    {
        string memory = string.Create(CultureInfo.InvariantCulture, $"{MemoryBytes / 1073741824.0:F0} GiB");
        string problem = Problem is null ? "" : $"; {Problem}";
        return $"{Name} ({Driver}, {memory}, {Multiprocessors} multiprocessor{(Multiprocessors == 1 ? "" : "s")}{problem})";
    }
}
