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
        SharedDevice device, AcceleratorStream stream, ReadOnlySpan<GpuProgram> programs, StateDict weights, int batch)
    {
        try
        {
            long workspaceFloats = 0, inputFloats = 0, outputFloats = 0;
            foreach (GpuProgram program in programs)
            {
                CheckIndices(program, batch);
                VariantPlaces places = VariantPlaces.Of(program.Info.Variants[program.Variant], batch);
                workspaceFloats = Math.Max(workspaceFloats, checked(program.WorkspaceFloats * batch));
                inputFloats = Math.Max(inputFloats, places.Inputs.Floats);
                outputFloats = Math.Max(outputFloats, places.Outputs.Floats);
            }
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

    /// <summary>Fills workspace and outputs with NaN, for tests: see <see cref="Fusion.Workspace.IsPoisoned"/>.</summary>
    public void Poison(AcceleratorStream stream)
    {
        const byte partOfNaN = 0xFF;
        Workspace.View.MemSet(stream, partOfNaN);
        Outputs.View.MemSet(stream, partOfNaN);
    }

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
        _owned.Clear();
    }

    private static void CheckIndices(GpuProgram program, int batch)
    {
        long floats = checked(program.LargestFloats * batch);
        if (floats > int.MaxValue)
            throw new GpuException(
                $"{program.Info.Name}: a value of the network has {floats} floats for a batch of {batch}; kernels count to " +
                $"{int.MaxValue}. " +
                "Take a smaller GpuOptions.Batch.");
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
