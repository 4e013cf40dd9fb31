using Fusion.Gpu.Devices;
using ILGPU;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>Floats on a device.</summary>
internal sealed class DeviceMemory : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _buffer;
    private readonly SharedDevice _device;

    /// <exception cref="GpuException">There is not so much memory.</exception>
    public DeviceMemory(SharedDevice device, long floats, string purpose)
    {
        _device = device;
        floats = Math.Max(floats, 1);
        long bytes = checked(floats * sizeof(float));
        if (bytes > device.Info.MemoryBytes)
            throw new GpuException($"{device.Info.Name}, {purpose}: {bytes} bytes are needed; it has {device.Info.MemoryBytes} in all.");
        try
        {
            _buffer = device.Accelerator.Allocate1D<float>(floats);
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw DeviceErrors.Translate(exception, device.Info, $"{purpose} of {bytes} bytes");
        }
    }

    public ArrayView<float> View => _buffer.View.BaseView;

    public void Dispose()
    {
        try
        {
            _buffer.Dispose();
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            // A lost device has freed it.
        }
    }
}
