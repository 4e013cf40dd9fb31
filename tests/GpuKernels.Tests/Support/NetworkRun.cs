using Fusion.Gpu;
using Fusion.Gpu.Tests.Support.Order;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using ILGPU.Runtime.Cuda;

namespace Fusion.Kernels.Tests.Support;

/// <summary>A network that is loaded on the device; with FUSION_TEST_PTX=1 the PTX of its kernels is interpreted instead, and no device is
/// needed.</summary>
internal sealed class NetworkRun : IDisposable
{
    private readonly CompiledGpuNetwork _compiled;
    private readonly StateDict _weights;
    private readonly GpuOptions _options;
    private readonly GpuNetwork? _network;
    private readonly KernelCode? _code;
    private readonly PtxNetwork? _interpreted;

    public NetworkRun(CompiledGpuNetwork compiled, StateDict weights, GpuOptions options)
    {
        (_compiled, _weights, _options) = (compiled, weights, options);
        if (!IsInterpreted)
        {
            _network = compiled.Load(TestDevice.Device, weights, options);
            return;
        }
        KernelCode code = _code = new KernelCode();
        _interpreted = new PtxNetwork(compiled, kernel => code.Ptx(kernel, CudaArchitecture.SM_90));
    }

    public static bool IsInterpreted { get; } = Environment.GetEnvironmentVariable("FUSION_TEST_PTX") == "1";

    public void Run(float[][] inputs, float[][] outputs)
    {
        if (_network is not null) _compiled.Run(_network, inputs, outputs);
        else _interpreted!.Run(_weights, inputs, outputs, _options.Batch, PtxFreedom.All);
    }

    public void Dispose()
    {
        _network?.Dispose();
        _code?.Dispose();
    }
}
