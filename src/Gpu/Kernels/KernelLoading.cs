using System.Runtime.ExceptionServices;
using Fusion.Gpu.Devices;
using Fusion.Gpu.Execution;
using Fusion.Gpu.Runtime;

namespace Fusion.Gpu.Kernels;

/// <summary>Compiles the kernels of a network, several at once.</summary>
internal static class KernelLoading
{
    /// <summary>The launches of each program in turn.</summary>
    /// <exception cref="GpuException">A kernel does not compile, or does not fit the device.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static KernelLaunch[][] Load(SharedDevice device, ReadOnlySpan<GpuProgram> programs, GpuOptions options)
    {
        var launches = new KernelLaunch[programs.Length][];
        var work = new List<(GpuKernel Kernel, int Program, int Index)>();
        for (int p = 0; p < programs.Length; p++)
        {
            launches[p] = new KernelLaunch[programs[p].Kernels.Count];
            for (int k = 0; k < launches[p].Length; k++) work.Add((programs[p].Kernels[k], p, k));
        }
        int done = 0;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
            CancellationToken = options.Cancellation,
        };
        try
        {
            Parallel.ForEach(work, parallel, item =>
            {
                LoadedKernel loaded = device.Kernels.Load(item.Kernel);
                launches[item.Program][item.Index] = KernelLaunch.Of(item.Kernel, loaded, options.Batch, device.Accelerator);
                options.Progress?.Report(new GpuProgress(Interlocked.Increment(ref done), work.Count, item.Kernel.Title));
            });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
        return launches;
    }
}
