using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fusion.Gpu.Devices;
using Fusion.Gpu.Execution;
using ILGPU;
using ILGPU.Runtime;

namespace Fusion.Gpu;

/// <summary>Floats that stay on a device: what one network has computed there, and another goes on with.</summary>
public sealed class GpuBuffer : IDisposable
{
    private readonly SharedDevice _device;
    private readonly DeviceMemory _memory;
    private UseCount _users = new();

    internal GpuBuffer(SharedDevice device, long length)
    {
        Length = length;
        _device = device;
        _memory = new DeviceMemory(device, length, "allocating a buffer");
        device.AddUser();
        try
        {
            Use(static (stream, view, ref _, _) => view.MemSetToZero(stream), ref Unsafe.NullRef<float>(), 0);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private unsafe delegate void Operation(AcceleratorStream stream, ArrayView<float> view, ref float host, long count);

    /// <summary>The floats.</summary>
    public long Length { get; }

    /// <summary>The device that they are on.</summary>
    public GpuDeviceInfo Device => _device.Info;

    internal ArrayView<float> View => _memory.View;

    /// <summary>Copies values to the device.</summary>
    /// <param name="values">As many as the buffer has.</param>
    /// <exception cref="ArgumentException">They are more or fewer.</exception>
    /// <exception cref="GpuException">The device failed.</exception>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed of.</exception>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        CheckLength(values.Length, nameof(values));
        Use(static (stream, view, ref host, count) => view.CopyFromCPU(stream, ref host, count),
            ref MemoryMarshal.GetReference(values), values.Length);
    }

    /// <summary>Copies the values from the device.</summary>
    /// <param name="values">Room for as many as the buffer has.</param>
    /// <exception cref="ArgumentException">It is more or less.</exception>
    /// <exception cref="GpuException">The device failed.</exception>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed of.</exception>
    public void CopyTo(Span<float> values)
    {
        CheckLength(values.Length, nameof(values));
        Use(static (stream, view, ref host, count) => view.CopyToCPU(stream, ref host, count),
            ref MemoryMarshal.GetReference(values), values.Length);
    }

    /// <summary>Frees the memory, as soon as no run needs it any more.</summary>
    public void Dispose()
    {
        if (_users.Dispose()) Free();
    }

    internal bool IsOn(SharedDevice device) => _device == device;

    /// <summary>Keeps the memory from being freed until <see cref="LeaveUse"/>.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed of.</exception>
    internal void EnterUse()
    {
        if (!_users.TryEnter()) throw new ObjectDisposedException(nameof(GpuBuffer));
    }

    /// <summary>The end of <see cref="EnterUse"/>.</summary>
    internal void LeaveUse()
    {
        if (_users.Leave()) Free();
    }

    private void CheckLength(int length, string parameter)
    {
        if (length != Length)
            throw new ArgumentException($"{parameter}: {length} values were given; {Length} were expected, the buffer's length.",
                parameter);
    }

    private void Use(Operation operation, ref float host, long count)
    {
        EnterUse();
        try
        {
            lock (_device.CopyGate)
            {
                _device.Accelerator.Bind();
                operation(_device.CopyStream, View, ref host, count);
                _device.CopyStream.Synchronize();
            }
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw _device.Failed(exception, "copying a buffer");
        }
        finally
        {
            LeaveUse();
        }
    }

    private void Free()
    {
        _memory.Dispose();
        _device.Release();
    }
}
