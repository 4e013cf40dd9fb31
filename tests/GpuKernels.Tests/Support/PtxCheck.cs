using Fusion.Gpu.Tests.Support.Order;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using ILGPU.Runtime.Cuda;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;

namespace Fusion.Kernels.Tests.Support;

/// <summary>
/// Runs graphs through the whole compiler and the PTX of their kernels on the processor, with every access to memory checked, and compares
/// with the reference interpreter as <see cref="Check"/> does. Needs no device.
/// </summary>
internal static class PtxCheck
{
    /// <param name="accumulations">The most products that one result adds up, which the tolerance scales with.</param>
    /// <param name="batches">Samples that are computed at once. One more is run, alone.</param>
    public static void Graphs(IReadOnlyList<Graph> graphs, Func<Graph, int> accumulations, int[] batches,
        Func<Random, float>? input = null, Precision precision = Precision.Single)
    {
        foreach (CompiledGpuNetwork network in CompiledGpuNetwork.Build(graphs, precision))
            Network(network, accumulations(network.Graph), batches, input);
    }

    /// <summary>Runs with everything rounded by itself, and as the driver's compiler and the device may do it.</summary>
    public static void Network(CompiledGpuNetwork compiled, int accumulations, int[] batches, Func<Random, float>? input = null)
    {
        using var code = new KernelCode();
        var network = new PtxNetwork(compiled, kernel => code.Ptx(kernel, CudaArchitecture.SM_90));
        foreach (int batch in batches)
        {
            Check.Run(compiled.Graph, accumulations, batch + 1, input,
                (weights, inputs, outputs) => network.Run(weights, inputs, outputs, batch, PtxFreedom.None),
                (weights, inputs, outputs) => network.Run(weights, inputs, outputs, batch, PtxFreedom.All));
        }
    }
}
