using System.Collections.Concurrent;
using System.Reflection;
using Fusion.Gpu.Devices;
using Fusion.Gpu.Runtime;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;

namespace Fusion.Gpu.Kernels;

/// <summary>The compiled kernels of a device. A kernel is compiled once, whoever asks for it; others wait for it.</summary>
internal sealed class KernelTable(SharedDevice device)
{
    private readonly ConcurrentDictionary<(MethodInfo Method, int Threads), Lazy<LoadedKernel>> _kernels = [];

    /// <summary>The kernels that have been compiled, or are about to be.</summary>
    public int Count => _kernels.Count;

    /// <summary>Compiles a kernel, or finds it.</summary>
    /// <exception cref="GpuException">It does not compile, or does not fit the device.</exception>
    public LoadedKernel Load(GpuKernel kernel)
    {
        var key = (kernel.Method.Method, kernel.Threads);
        Lazy<LoadedKernel> loaded = _kernels.GetOrAdd(key, _ => new Lazy<LoadedKernel>(() => Compile(kernel)));
        try
        {
            return loaded.Value;
        }
        catch
        {
            // The next one tries again.
            _kernels.TryRemove(KeyValuePair.Create(key, loaded));
            throw;
        }
    }

    private LoadedKernel Compile(GpuKernel kernel)
    {
        GpuDeviceInfo info = device.Info;
        MethodInfo method = kernel.Method.Method;
        if (!method.IsStatic) throw new GpuException($"The kernel '{kernel.Title}' is no static method.");
        if (kernel.Threads > info.ThreadsPerGroup)
            throw new GpuException(
                $"The kernel '{kernel.Title}' has groups of {kernel.Threads} threads; {info.Name} takes at most {info.ThreadsPerGroup}.");
        try
        {
            var entry = EntryPointDescription.FromExplicitlyGroupedKernel(method);
            Accelerator accelerator = device.Accelerator;
            CompiledKernel compiled = accelerator.GetBackend().Compile(entry, new KernelSpecialization(kernel.Threads, null));
            int shared = compiled.EntryPoint().SharedMemory.StaticSize;
            if (shared > info.SharedBytesPerGroup)
                throw new GpuException(
                    $"The kernel '{kernel.Title}' has {shared} bytes of shared memory; {info.Name} has {info.SharedBytesPerGroup}.");
            if (compiled is CLCompiledKernel source) compiled = LocalFence.Add(source);
            else if (compiled is PTXCompiledKernel ptx) compiled = PtxCorrections.Apply(ptx);
            Kernel loaded = accelerator.LoadKernel(compiled);
            return new LoadedKernel(loaded, loaded.CreateLauncherDelegate<KernelLauncher>());
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw device.Failed(exception, $"compiling the kernel '{kernel.Title}'");
        }
    }
}
