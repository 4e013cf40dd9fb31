using Fusion.Gpu.Devices;
using ILGPU;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>Floats on a device.</summary>
internal sealed class DeviceMemory : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _buffer;
    private readonly SharedDevice _device;
    private readonly long _bytes;
    private int _isDisposed;

    /// <exception cref="GpuException">There is not so much memory.</exception>
    public DeviceMemory(SharedDevice device, long floats, string purpose)
    {
        _device = device;
        floats = Math.Max(floats, 1);
        _bytes = checked(floats * sizeof(float));
        device.Memory.Take(_bytes, purpose);
        try
        {
            _buffer = device.Accelerator.Allocate1D<float>(floats);
        }
        catch (Exception exception)
        {
            device.Memory.GiveBack(_bytes);
            if (DeviceErrors.IsOfDriver(exception)) throw device.Failed(exception, $"{purpose} of {_bytes} bytes");
            throw;
        }
    }

    public ArrayView<float> View => _buffer.View.BaseView;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _device.Memory.GiveBack(_bytes);
        try
        {
            _device.Accelerator.Bind();
            _buffer.Dispose();
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            // A lost device has freed it.
        }
    }
}
