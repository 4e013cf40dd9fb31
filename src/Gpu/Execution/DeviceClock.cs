using System.Diagnostics;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Execution;

/// <summary>Measures what is enqueued: between two events on CUDA devices, elsewhere by waiting for its end.</summary>
internal static class DeviceClock
{
    public static TimeSpan Measure(AcceleratorStream stream, Action enqueue) =>
        stream is CudaStream cuda ? BetweenEvents(cuda, enqueue) : UntilTheEnd(stream, enqueue);

    private static TimeSpan UntilTheEnd(AcceleratorStream stream, Action enqueue)
    {
        stream.Synchronize();
        long start = Stopwatch.GetTimestamp();
        enqueue();
        stream.Synchronize();
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan BetweenEvents(CudaStream stream, Action enqueue)
    {
        CudaAPI driver = CudaAPI.CurrentAPI;
        CudaException.ThrowIfFailed(driver.CreateEvent(out nint before, CudaEventFlags.CU_EVENT_DEFAULT));
        CudaException.ThrowIfFailed(driver.CreateEvent(out nint after, CudaEventFlags.CU_EVENT_DEFAULT));
        try
        {
            CudaException.ThrowIfFailed(driver.RecordEvent(before, stream.StreamPtr));
            enqueue();
            CudaException.ThrowIfFailed(driver.RecordEvent(after, stream.StreamPtr));
            stream.Synchronize();
            CudaException.ThrowIfFailed(driver.ElapsedTime(out float milliseconds, before, after));
            return TimeSpan.FromMilliseconds(milliseconds);
        }
        finally
        {
            driver.DestroyEvent(before);
            driver.DestroyEvent(after);
        }
    }
}
