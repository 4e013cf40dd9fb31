using Fusion.Gpu.Runtime;
using ILGPU;
using ILGPU.Runtime;

namespace Fusion.Gpu.Kernels;

/// <summary>Launches a kernel.</summary>
internal delegate void KernelLauncher(
    AcceleratorStream stream,
    KernelConfig groups,
    ArrayView<float> weights,
    ArrayView<float> workspace,
    ArrayView<float> inputs,
    ArrayView<float> outputs,
    int batch,
    GpuPlaces places);

/// <summary>A kernel that a device can run.</summary>
/// <param name="Kernel">ILGPU's object.</param>
/// <param name="Launch">Launches it.</param>
internal sealed record LoadedKernel(Kernel Kernel, KernelLauncher Launch);
