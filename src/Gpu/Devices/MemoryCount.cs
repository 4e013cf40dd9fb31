namespace Fusion.Gpu.Devices;

/// <summary>
/// Counts the memory of a device that this process uses. Drivers that run on the processor grant more than there is, and the system ends
/// the process that uses it: so more than the device has is refused before the driver is asked.
/// </summary>
internal sealed class MemoryCount(GpuDeviceInfo info)
{
    private long _used;

    /// <summary>Counts what is about to be allocated.</summary>
    /// <exception cref="GpuException">There is not so much.</exception>
    public void Take(long bytes, string purpose)
    {
        long used = Interlocked.Add(ref _used, bytes);
        if (used <= info.MemoryBytes) return;
        GiveBack(bytes);
        throw new GpuException(
            $"{info.Name}, {purpose}: {bytes} bytes are needed; it has {info.MemoryBytes}, of which {used - bytes} are in use here.");
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
