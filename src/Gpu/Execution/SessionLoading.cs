using Fusion.Gpu.Devices;
using Fusion.Gpu.Kernels;
using Fusion.Gpu.Runtime;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>Brings a network onto a device: compiles its kernels, allocates its memory, and copies its weights.</summary>
internal static class SessionLoading
{
    /// <summary>Loads it. Where that fails, all is freed again.</summary>
    /// <param name="device">The device.</param>
    /// <param name="programs">One for each of the network's sizes.</param>
    /// <param name="weights">The weights, which have been checked.</param>
    /// <param name="options">The options.</param>
    /// <param name="profile">Where the times of the kernels go; null where they are not measured.</param>
    /// <exception cref="GpuException">A kernel does not compile, the memory does not suffice, or kernels do not run.</exception>
    public static Session Load(
        SharedDevice device, ReadOnlySpan<GpuProgram> programs, StateDict weights, GpuOptions options, NetworkProfile? profile)
    {
        NetworkInfo info = programs[0].Info;
        KernelLaunch[][] launches = KernelLoading.Load(device, programs, options);
        options.Cancellation.ThrowIfCancellationRequested();
        try
        {
            device.Accelerator.Bind();
            SessionParts parts = Allocate(device, programs, weights, launches, options, profile);
            return new Session(device, info, parts, options.Batch);
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw device.Failed(exception, $"loading {info.Name}");
        }
    }

    private static SessionParts Allocate(
        SharedDevice device, ReadOnlySpan<GpuProgram> programs, StateDict weights, KernelLaunch[][] launches, GpuOptions options,
        NetworkProfile? profile)
    {
        AcceleratorStream stream = device.Accelerator.CreateStream();
        SessionMemory? memory = null;
        var runs = new List<VariantRun>();
        try
        {
            memory = new SessionMemory(device, stream, programs, weights, options.Batch);
            for (int v = 0; v < launches.Length; v++)
            {
                KernelTimes? times = profile is null ? null : new KernelTimes(device, profile, v);
                var run = new VariantRun(device, stream, memory, launches[v], times, options.Batch);
                runs.Add(run);
                if (options.Graphs) run.Record();
            }
            return new SessionParts(stream, memory, runs);
        }
        catch
        {
            foreach (VariantRun run in runs) run.Dispose();
            memory?.Dispose();
            SessionParts.Free(stream);
            throw;
        }
    }
}
