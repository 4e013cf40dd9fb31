using System.Diagnostics.CodeAnalysis;
using Fusion.Gpu.Devices;

namespace Fusion.Gpu;

/// <summary>A device that networks are loaded on: a GPU through CUDA or OpenCL, or ILGPU's accelerator on the processor.</summary>
/// <remarks>
/// Opening a device that is open already, anywhere in the process, is quick: both share the driver's context and the compiled kernels.
/// Networks and buffers keep what they need of it, so that it may be disposed of before them. May be used by many threads at once.
/// </remarks>
[RequiresDynamicCode(DynamicCode)]
public sealed class GpuDevice : IDisposable
{
    internal const string DynamicCode =
        "ILGPU makes code at run time, so that networks on GPUs cannot be part of a program that is compiled ahead of time (PublishAot).";

    private readonly SharedDevice _shared;
    private int _isDisposed;

    private GpuDevice(FoundDevice found) => _shared = SharedDevice.Open(found);

    /// <summary>What is known of it.</summary>
    public GpuDeviceInfo Info => _shared.Info;

    /// <summary>
    /// All devices of this machine, the best first: those of CUDA, of OpenCL, and ILGPU's accelerator, which is always there. Those that
    /// cannot be used say why (<see cref="GpuDeviceInfo.Problem"/>).
    /// </summary>
    public static IReadOnlyList<GpuDeviceInfo> List() => [.. DeviceFinder.Find().Select(device => device.Info)];

    /// <summary>Opens the first device that can be used: one of CUDA, else of OpenCL, else ILGPU's accelerator on the processor.</summary>
    /// <exception cref="GpuException">It cannot be opened.</exception>
    public static GpuDevice Best() => new(DeviceFinder.Best());

    /// <summary>Opens a device by its name.</summary>
    /// <param name="name">The name, or a part of it that no other device's has; upper and lower case do not matter.</param>
    /// <exception cref="GpuException">There is none, or there are several, or it cannot be used.</exception>
    public static GpuDevice Open(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new GpuDevice(DeviceFinder.Named(name));
    }

    /// <summary>Memory on the device for so many floats, all zero.</summary>
    /// <param name="length">The floats.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not positive.</exception>
    /// <exception cref="GpuException">There is not so much memory, or the device has been lost.</exception>
    /// <exception cref="ObjectDisposedException">The device has been disposed of.</exception>
    public GpuBuffer Allocate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (length > long.MaxValue / sizeof(float))
            throw new GpuException($"{Info.Name}, allocating a buffer: no device has memory for {length} floats.");
        SharedDevice shared = Share();
        try
        {
            return new GpuBuffer(shared, length);
        }
        finally
        {
            shared.Release();
        }
    }

    /// <summary>Closes the device, unless others use it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0) _shared.Release();
    }

    /// <summary>The name and what it is.</summary>
    public override string ToString() => Info.ToString();

    /// <summary>Opens a device that a driver has listed.</summary>
    internal static GpuDevice Open(FoundDevice found) => new(found);

    /// <summary>The open device, for one more user, who releases it.</summary>
    internal SharedDevice Share()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        _shared.CheckIsThere();
        _shared.AddUser();
        return _shared;
    }
}
