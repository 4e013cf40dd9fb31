using Fusion.Gpu.Devices;
using Fusion.Gpu.Execution.Graphs;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Execution;

/// <summary>Enqueues a run of one of a network's sizes: as one graph where the driver has graphs, kernel by kernel elsewhere.</summary>
internal sealed class VariantRun : IDisposable
{
    private readonly SharedDevice _device;
    private readonly AcceleratorStream _stream;
    private readonly SessionMemory _memory;
    private readonly KernelLaunch[] _launches;
    private readonly KernelTimes? _times;
    private readonly int _batch;
    private CudaGraph? _kernels;
    private CudaGraph? _kernelsAndCopies;

    public VariantRun(
        SharedDevice device, AcceleratorStream stream, SessionMemory memory, KernelLaunch[] launches, KernelTimes? times, int batch)
    {
        _device = device;
        _stream = stream;
        _memory = memory;
        _launches = launches;
        _times = times;
        _batch = batch;
    }

    /// <summary>Whether a run is one graph.</summary>
    public bool IsGraph => _kernelsAndCopies is not null;

    /// <summary>Records the graphs, after a run that loads the kernels and shows whether they can run at all. Does nothing where there are
    /// no graphs, or where kernels are measured one by one.</summary>
    public void Record()
    {
        if (_stream is not CudaStream stream || _times is not null) return;
        EnqueueWithCopies();
        stream.Synchronize();
        // The one with copies first: while it is recorded, kernels are launched, and not a graph of them.
        _kernelsAndCopies = CudaGraph.TryCapture(stream, EnqueueWithCopies);
        _kernels = CudaGraph.TryCapture(stream, Enqueue);
    }

    /// <summary>The kernels, on what is on the device.</summary>
    public void Run()
    {
        if (_times is not null) _times.Launch(_launches, _stream, _memory, _batch);
        else if (_kernels is not null) _kernels.Launch();
        else Enqueue();
    }

    /// <summary>Copies the host's inputs, runs the kernels, and copies the outputs back.</summary>
    public void RunWithCopies()
    {
        if (_kernelsAndCopies is not null) _kernelsAndCopies.Launch();
        else EnqueueWithCopies();
    }

    public void Dispose()
    {
        _kernels?.Dispose();
        _kernelsAndCopies?.Dispose();
        _times?.Dispose();
    }

    private void EnqueueWithCopies()
    {
        _memory.Inputs.View.CopyFrom(_stream, _memory.HostInputs.View);
        Run();
        _memory.Outputs.View.CopyTo(_stream, _memory.HostOutputs.View);
    }

    private void Enqueue()
    {
        if (Fusion.Workspace.IsPoisoned) _memory.Poison(_stream);
        lock (_device.LaunchGate)
            foreach (KernelLaunch launch in _launches) launch.Launch(_stream, _memory, _batch);
    }
}
