using Fusion.Gpu.Devices;
using Fusion.Gpu.Runtime;
using Fusion.Runtime;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>What a session has on the device, allocated once, and the memory of the host that is copied from and to.</summary>
internal sealed unsafe class SessionMemory : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <exception cref="GpuException">The device has not so much memory.</exception>
    public SessionMemory(
        SharedDevice device, AcceleratorStream stream, ReadOnlySpan<GpuProgram> programs, IReadOnlyList<VariantPlaces> places,
        StateDict weights, int batch)
    {
        try
        {
            long workspaceFloats = 0;
            foreach (GpuProgram program in programs) workspaceFloats = Math.Max(workspaceFloats, program.WorkspaceFloats * batch);
            long inputFloats = places.Max(variant => variant.Inputs.Floats);
            long outputFloats = places.Max(variant => variant.Outputs.Floats);
            CheckSum(device.Info, programs[0].WeightFloats, workspaceFloats, inputFloats + outputFloats);
            Weights = Keep(new DeviceMemory(device, programs[0].WeightFloats, "allocating weights"));
            Workspace = Keep(new DeviceMemory(device, workspaceFloats, "allocating the workspace"));
            Inputs = Keep(new DeviceMemory(device, inputFloats, "allocating inputs"));
            Outputs = Keep(new DeviceMemory(device, outputFloats, "allocating outputs"));
            HostInputs = Keep(new HostMemory(device, inputFloats));
            HostOutputs = Keep(new HostMemory(device, outputFloats));
            Workspace.View.MemSetToZero(stream);
            Inputs.View.MemSetToZero(stream);
            Upload(stream, programs[0], weights);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public DeviceMemory Weights { get; }

    public DeviceMemory Workspace { get; }

    public DeviceMemory Inputs { get; }

    public DeviceMemory Outputs { get; }

    public HostMemory HostInputs { get; }

    public HostMemory HostOutputs { get; }

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
        _owned.Clear();
    }

    private static void CheckSum(GpuDeviceInfo info, long weights, long workspace, long tensors)
    {
        long bytes = checked((weights + workspace + tensors) * sizeof(float));
        if (bytes > info.MemoryBytes)
            throw new GpuException(
                $"{info.Name}: {bytes} bytes are needed ({weights * sizeof(float)} for weights, {workspace * sizeof(float)} for the " +
                $"workspace, the rest for inputs and outputs); it has {info.MemoryBytes} in all. A smaller GpuOptions.Batch needs less.");
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        _owned.Add(part);
        return part;
    }

    /// <summary>Packs the weights and copies them to the device; waits for the end.</summary>
    private void Upload(AcceleratorStream stream, GpuProgram program, StateDict weights)
    {
        if (program.WeightFloats == 0) return;
        using var packed = new NativeBuffer(program.WeightFloats * sizeof(float));
        program.Pack(new WeightPacker((float*)packed.Pointer, program.WeightFloats, weights));
        Weights.View.CopyFromCPU(stream, ref *(float*)packed.Pointer, program.WeightFloats);
        stream.Synchronize();
    }
}
