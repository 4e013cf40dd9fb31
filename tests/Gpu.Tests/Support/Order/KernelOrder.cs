using Fusion.Gpu.Runtime;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>
/// Whether loads from shared memory, stores to it and barriers come in ILGPU's output in the order in which they stand in the kernel's C#,
/// on every path: neither ILGPU's accelerator nor PoCL show where they do not, because there the threads of a group take turns.
/// </summary>
internal static class KernelOrder
{
    private static readonly CudaArchitecture[] _architectures = [CudaArchitecture.SM_80, CudaArchitecture.SM_90];

    /// <summary>Compares PTX for sm_80 and sm_90, and OpenCL source, with the C#. A kernel with inline assembly has none of the
    /// latter.</summary>
    /// <returns>The first difference; null where there is none.</returns>
    public static string? Difference(KernelCode code, GpuKernel kernel)
    {
        EventGraph intended = IntendedOrder.Of(kernel.Method.Method);
        bool isForCuda = false;
        foreach (CudaArchitecture architecture in _architectures)
        {
            string ptx = code.Ptx(kernel, architecture);
            isForCuda = PtxCounts.Of(ptx).MatrixProducts > 0;
            if (TraceComparison.Difference(intended, PtxOrder.Of(ptx)) is { } inPtx)
                return $"{kernel.Title}, PTX for {architecture}: {inPtx}.";
        }
        if (isForCuda) return null;
        return TraceComparison.Difference(intended, OpenCLOrder.Of(code.OpenCL(kernel))) is { } inOpenCL
            ? $"{kernel.Title}, OpenCL: {inOpenCL}."
            : null;
    }

    /// <summary>Checks all kernels of a program.</summary>
    public static void Check(GpuProgram program)
    {
        using var code = new KernelCode();
        foreach (GpuKernel kernel in program.Kernels)
        {
            string? difference = Difference(code, kernel);
            Assert.True(difference is null, difference);
        }
    }
}
