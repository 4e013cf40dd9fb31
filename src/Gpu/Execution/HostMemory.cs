using Fusion.Gpu.Devices;
using ILGPU;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>Floats of the host that a device copies from and to without a copy between: pinned, and page-locked where the driver
/// can.</summary>
internal sealed class HostMemory : IDisposable
{
    private readonly PageLockedArray1D<float> _array;

    /// <exception cref="GpuException">There is not so much memory, or the driver does not lock it.</exception>
    public HostMemory(SharedDevice device, long floats)
    {
        floats = Math.Max(floats, 1);
        if (floats > Array.MaxLength)
            throw new GpuException($"The batch's inputs or outputs have {floats} floats; at most {Array.MaxLength} can be copied at once.");
        try
        {
            _array = device.Accelerator.AllocatePageLocked1D<float>(floats);
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw device.Failed(exception, $"locking {floats * sizeof(float)} bytes of the host's memory");
        }
    }

    public ArrayView<float> View => _array.ArrayView;

    public Span<float> Span => _array.Span;

    public void Dispose()
    {
        try
        {
            _array.Dispose();
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            // A lost device has unlocked it.
        }
    }
}
