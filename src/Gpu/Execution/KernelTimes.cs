using System.Diagnostics;
using Fusion.Gpu.Devices;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Execution;

/// <summary>Launches kernels one by one and measures each: between events on CUDA devices, elsewhere by waiting for its end.</summary>
internal sealed class KernelTimes(SharedDevice device, NetworkProfile profile, int variant) : IDisposable
{
    private readonly List<nint> _events = [];

    public void Launch(KernelLaunch[] launches, AcceleratorStream stream, SessionMemory memory, int batch)
    {
        if (stream is CudaStream cuda) LaunchBetweenEvents(launches, cuda, memory, batch);
        else LaunchAndWait(launches, stream, memory, batch);
    }

    public void Dispose()
    {
        foreach (nint marker in _events) CudaAPI.CurrentAPI.DestroyEvent(marker);
        _events.Clear();
    }

    private void LaunchAndWait(KernelLaunch[] launches, AcceleratorStream stream, SessionMemory memory, int batch)
    {
        stream.Synchronize();
        for (int i = 0; i < launches.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            lock (device.LaunchGate) launches[i].Launch(stream, memory, batch);
            stream.Synchronize();
            profile.Add(variant, i, Stopwatch.GetTimestamp() - start);
        }
    }

    private void LaunchBetweenEvents(KernelLaunch[] launches, CudaStream stream, SessionMemory memory, int batch)
    {
        CudaAPI driver = CudaAPI.CurrentAPI;
        while (_events.Count <= launches.Length)
        {
            CudaException.ThrowIfFailed(driver.CreateEvent(out nint marker, CudaEventFlags.CU_EVENT_DEFAULT));
            _events.Add(marker);
        }
        CudaException.ThrowIfFailed(driver.RecordEvent(_events[0], stream.StreamPtr));
        for (int i = 0; i < launches.Length; i++)
        {
            launches[i].Launch(stream, memory, batch);
            CudaException.ThrowIfFailed(driver.RecordEvent(_events[i + 1], stream.StreamPtr));
        }
        stream.Synchronize();
        for (int i = 0; i < launches.Length; i++)
        {
            CudaException.ThrowIfFailed(driver.ElapsedTime(out float milliseconds, _events[i], _events[i + 1]));
            profile.Add(variant, i, (long)(milliseconds * Stopwatch.Frequency / 1000));
        }
    }
}
