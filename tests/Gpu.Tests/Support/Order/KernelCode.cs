using System.Reflection;
using Fusion.Gpu.Kernels;
using Fusion.Gpu.Runtime;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>What ILGPU makes of kernels, as at run time, but without a device.</summary>
/// <param name="keepsOrder">Whether the pass that moves memory operations is taken out, as at run time.</param>
/// <param name="isCorrected">Whether PTX is corrected, as at run time.</param>
internal sealed class KernelCode(bool keepsOrder = true, bool isCorrected = true) : IDisposable
{
    private readonly Context _context = KernelContext.Create();

    /// <summary>The kernel's PTX.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="architecture">ILGPU writes at most for sm_80; drivers compile that for later ones.</param>
    public string Ptx(GpuKernel kernel, CudaArchitecture architecture)
    {
        using var backend = new PTXBackend(_context, architecture, CudaInstructionSet.ISA_78, null!);
        string ptx = ((PTXCompiledKernel)Compile(backend, kernel)).PTXAssembly;
        return isCorrected ? PtxCorrections.Apply(ptx) : ptx;
    }

    /// <summary>The kernel's OpenCL source.</summary>
    public string OpenCL(GpuKernel kernel)
    {
        using var backend = new CLBackend(_context, Capabilities(), CLDeviceVendor.Other, new CLCVersion(3, 0));
        return LocalFence.Add(((CLCompiledKernel)Compile(backend, kernel)).Source);
    }

    public void Dispose() => _context.Dispose();

    private CompiledKernel Compile(Backend backend, GpuKernel kernel)
    {
        if (keepsOrder) OrderedPlacement.Apply(backend);
        var entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel.Method.Method);
        return backend.Compile(entry, new KernelSpecialization(kernel.Threads, null));
    }

    /// <summary>Those of any device that can be used: pointers that may lead anywhere, and no more.</summary>
    private static CLCapabilityContext Capabilities()
    {
        ConstructorInfo constructor = typeof(CLCapabilityContext).GetConstructors().Single();
        object[] values = [.. constructor.GetParameters().Select(parameter => (object)(parameter.Name == "genericAddressSpace"))];
        return (CLCapabilityContext)constructor.Invoke(values);
    }
}
