namespace Fusion.Compiler.Emit.Gpu;

/// <summary>The names by which kernels for GPUs know types that are not theirs.</summary>
internal static class GpuAliases
{
    public static KernelAliases All { get; } = KernelAliases.Shared.With(new KernelAliases(["ILGPU", "ILGPU.Runtime"],
    [
        ("ChainPart", "Fusion.Runtime.ChainPart"),
        ("Float4", "Fusion.Gpu.Runtime.Float4"),
        ("GpuKernel", "Fusion.Gpu.Runtime.GpuKernel"),
        ("GpuPlaces", "Fusion.Gpu.Runtime.GpuPlaces"),
        ("GpuProgram", "Fusion.Gpu.Runtime.GpuProgram"),
        ("IdentityPart", "Fusion.Runtime.IdentityPart"),
        ("MathF", "System.MathF"),
        ("SumBranch", "Fusion.Runtime.SumBranch"),
        ("SumPart", "Fusion.Runtime.SumPart"),
        ("TransposedPart", "Fusion.Runtime.TransposedPart"),
        ("WeightPacker", "Fusion.Runtime.WeightPacker"),
        ("WeightPart", "Fusion.Runtime.WeightPart"),
    ]));
}
