using System.Reflection;
using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using Fusion.Kernels.Tests.Support;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using ILGPU.Runtime.Cuda;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>A network with a kernel whose PTX can be changed, a line at a time.</summary>
internal sealed class Mutant
{
    private const int Batch = 2;

    private readonly CompiledGpuNetwork _network;
    private readonly Dictionary<MethodInfo, string> _ptx;
    private readonly MethodInfo _kernel;

    /// <param name="kernel">What the kernel's name begins with.</param>
    public Mutant(Graph graph, string kernel, Precision precision = Precision.Single)
    {
        _network = CompiledGpuNetwork.Build([graph], precision)[0];
        IReadOnlyList<GpuKernel> kernels = _network.Program(Batch).Kernels;
        using var code = new KernelCode();
        _ptx = kernels.DistinctBy(one => one.Method.Method).ToDictionary(
            one => one.Method.Method, one => code.Ptx(one, CudaArchitecture.SM_90));
        _kernel = kernels.First(one => one.Method.Method.Name.StartsWith(kernel, StringComparison.Ordinal)).Method.Method;
    }

    /// <summary>The lines that begin so, by their index.</summary>
    public int[] Lines(string start)
    {
        string[] lines = _ptx[_kernel].Split('\n');
        return [.. Enumerable.Range(0, lines.Length).Where(line => lines[line].Trim().StartsWith(start, StringComparison.Ordinal))];
    }

    /// <summary>Runs it with some lines changed.</summary>
    /// <returns>What is found; null where nothing is.</returns>
    public Exception? Change(IReadOnlyCollection<int> lines, Func<string, string> change, Func<Random, float>? input = null)
    {
        string[] changed = _ptx[_kernel].Split('\n');
        foreach (int line in lines) changed[line] = change(changed[line]);
        string ptx = string.Join('\n', changed);
        var network = new PtxNetwork(_network, one => one.Method.Method == _kernel ? ptx : _ptx[one.Method.Method]);
        return Record.Exception(() => Check.Run(_network.Graph, 1 << 14, Batch + 1, input,
            (weights, inputs, outputs) => network.Run(weights, inputs, outputs, Batch, PtxFreedom.None)));
    }
}
