using System.Runtime.InteropServices;

namespace Fusion.Gpu.Execution.Graphs;

/// <summary>The functions of NVIDIA's driver for graphs, which ILGPU does not have.</summary>
/// <remarks>Each gives back 0 where it succeeded. See "Graph Management" and "Stream Management" of the CUDA driver API.</remarks>
internal sealed unsafe class CudaGraphDriver
{
    /// <summary>Calls of other threads, which may allocate meanwhile, do not end the capture.</summary>
    private const int ThreadLocal = 1;

    private readonly delegate* unmanaged<nint, int, int> _beginCapture;
    private readonly delegate* unmanaged<nint, nint*, int> _endCapture;
    private readonly delegate* unmanaged<nint*, nint, ulong, int> _instantiate;
    private readonly delegate* unmanaged<nint, nint, int> _launch;
    private readonly delegate* unmanaged<nint, int> _destroyInstance;
    private readonly delegate* unmanaged<nint, int> _destroyGraph;

    private CudaGraphDriver(nint library)
    {
        _beginCapture = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(library, "cuStreamBeginCapture_v2");
        _endCapture = (delegate* unmanaged<nint, nint*, int>)NativeLibrary.GetExport(library, "cuStreamEndCapture");
        _instantiate = (delegate* unmanaged<nint*, nint, ulong, int>)NativeLibrary.GetExport(library, "cuGraphInstantiateWithFlags");
        _launch = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(library, "cuGraphLaunch");
        _destroyInstance = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuGraphExecDestroy");
        _destroyGraph = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuGraphDestroy");
    }

    /// <summary>Those of the driver of this machine; null where there is none, or it is older than CUDA 11.4.</summary>
    public static CudaGraphDriver? Current { get; } = Load();

    /// <summary>From here on, what is enqueued in the stream is recorded instead of being done.</summary>
    public bool TryBeginCapture(nint stream) => _beginCapture(stream, ThreadLocal) == 0;

    /// <summary>Ends the recording.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="graph">What was recorded; 0 where it cannot be.</param>
    public bool TryEndCapture(nint stream, out nint graph)
    {
        nint found = 0;
        int error = _endCapture(stream, &found);
        graph = found;
        return error == 0 && found != 0;
    }

    /// <summary>Makes something that can be launched of a graph.</summary>
    public bool TryInstantiate(nint graph, out nint instance)
    {
        nint made = 0;
        int error = _instantiate(&made, graph, 0);
        instance = made;
        return error == 0;
    }

    /// <summary>Enqueues all that was recorded.</summary>
    /// <returns>The driver's error code.</returns>
    public int Launch(nint instance, nint stream) => _launch(instance, stream);

    public void DestroyInstance(nint instance) => _destroyInstance(instance);

    public void DestroyGraph(nint graph) => _destroyGraph(graph);

    private static CudaGraphDriver? Load()
    {
        string name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, out nint library)) return null;
        try
        {
            return new CudaGraphDriver(library);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }
}
