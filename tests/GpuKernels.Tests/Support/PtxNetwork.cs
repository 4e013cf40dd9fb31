using System.Reflection;
using System.Runtime.CompilerServices;
using Fusion.Gpu.Execution;
using Fusion.Gpu.Runtime;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using Fusion.Kernels.Tests.Support.Ptx.Memory;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;
using Fusion.Runtime;

namespace Fusion.Kernels.Tests.Support;

/// <summary>
/// Runs a network by the PTX of its kernels, as a session runs it on a device, on <see cref="PtxMachine"/>: with memory that nobody has
/// written before, and with every access checked.
/// </summary>
/// <param name="compiled">The network.</param>
/// <param name="ptx">The PTX of a kernel.</param>
internal sealed class PtxNetwork(CompiledGpuNetwork compiled, Func<GpuKernel, string> ptx)
{
    private readonly Dictionary<(MethodInfo, int), PtxKernel> _kernels = [];
    private readonly Dictionary<(PtxKernel, PtxFreedom), PtxCode> _codes = [];

    /// <summary>Runs any number of samples, in pieces of a batch. What is missing in the last is not a number.</summary>
    /// <exception cref="Ptx.Checks.PtxFault">A kernel does what it must not do.</exception>
    public void Run(StateDict weights, float[][] inputs, float[][] outputs, int batch, PtxFreedom freedom)
    {
        GpuProgram program = compiled.Program(batch);
        VariantPlaces places = VariantPlaces.Of(program.Info.Variants[program.Variant], batch);
        var machine = new PtxMachine();
        Allocation packed = machine.Allocate("weights", Math.Max(1, program.WeightFloats));
        Pack(program, weights, packed);
        Allocation workspace = machine.Allocate("workspace", Math.Max(1, program.WorkspaceFloats * batch));
        Allocation from = machine.Allocate("inputs", Math.Max(1, places.Inputs.Floats));
        Allocation to = machine.Allocate("outputs", Math.Max(1, places.Outputs.Floats));
        int samples = (int)(outputs[0].Length / places.Outputs.FloatsOf(0, 1));
        for (int first = 0; first < samples; first += batch)
        {
            int count = Math.Min(batch, samples - first);
            workspace.Forget();
            to.Forget();
            for (int i = 0; i < inputs.Length; i++)
            {
                float[] values = new float[places.Inputs.FloatsOf(i, batch)];
                Array.Fill(values, float.NaN);
                inputs[i].AsSpan((int)places.Inputs.FloatsOf(i, first), (int)places.Inputs.FloatsOf(i, count)).CopyTo(values);
                from.Write(places.Inputs.OffsetOf(i), values);
            }
            foreach (GpuKernel kernel in program.Kernels)
                Launch(kernel, machine, batch, freedom, packed.Address, workspace.Address, from.Address, to.Address);
            for (int i = 0; i < outputs.Length; i++)
                to.Read(places.Outputs.OffsetOf(i),
                    outputs[i].AsSpan((int)places.Outputs.FloatsOf(i, first), (int)places.Outputs.FloatsOf(i, count)));
        }
    }

    private void Launch(GpuKernel kernel, PtxMachine machine, int batch, PtxFreedom freedom, params ReadOnlySpan<ulong> buffers)
    {
        if (!_kernels.TryGetValue((kernel.Method.Method, kernel.Threads), out PtxKernel? read))
            _kernels.Add((kernel.Method.Method, kernel.Threads), read = PtxReader.Read(ptx(kernel)));
        if (!_codes.TryGetValue((read, freedom), out PtxCode? decoded))
            _codes.Add((read, freedom), decoded = new PtxCode(read, freedom));
        byte[] parameters = KernelParameters.Of(read, machine, batch, kernel.Places, buffers);
        new Launch(decoded, machine, checked((int)kernel.GroupsX(batch)), kernel.GroupsY, kernel.Threads, parameters).Run();
    }

    /// <summary>Packs the weights. What the packing leaves out nobody has written.</summary>
    private static unsafe void Pack(GpuProgram program, StateDict weights, Allocation packed)
    {
        if (program.WeightFloats == 0) return;
        fixed (uint* words = packed.Words)
            program.Pack(Packer((float*)words, program.WeightFloats, weights));
        for (int i = 0; i < packed.Words.Length; i++)
            if (packed.Words[i] != Allocation.Poison) packed.Cells[i].WriteEpoch = Ptx.Checks.AccessClock.Outside;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern unsafe WeightPacker Packer(float* packed, long floats, StateDict weights);
}
