using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The names by which the CPU's kernels know types that are not theirs.</summary>
internal static class CpuAliases
{
    public static KernelAliases All { get; } = KernelAliases.Shared.With(new KernelAliases(["System.Runtime.Intrinsics"],
    [
        ("Avx", "System.Runtime.Intrinsics.X86.Avx"),
        ("Avx2", "System.Runtime.Intrinsics.X86.Avx2"),
        ("Avx512F", "System.Runtime.Intrinsics.X86.Avx512F"),
        ("Band", "Fusion.Runtime.Band"),
        ("ChainPart", "Fusion.Runtime.ChainPart"),
        ("ChannelPlanes", "Fusion.Runtime.ChannelPlanes"),
        ("Fma", "System.Runtime.Intrinsics.X86.Fma"),
        ("Halo", "Fusion.Runtime.Halo"),
        ("IdentityPart", "Fusion.Runtime.IdentityPart"),
        ("InputPacking", "Fusion.Runtime.InputPacking"),
        ("KernelArguments", "Fusion.Runtime.KernelArguments"),
        ("KernelCompiler", "Fusion.Runtime.KernelCompiler"),
        ("KernelSets", "Fusion.Runtime.KernelSets"),
        ("Math", "System.Math"),
        ("MemoryMarshal", "System.Runtime.InteropServices.MemoryMarshal"),
        ("MethodImpl", "System.Runtime.CompilerServices.MethodImplAttribute"),
        ("MethodImplOptions", "System.Runtime.CompilerServices.MethodImplOptions"),
        ("RuntimeFeature", "System.Runtime.CompilerServices.RuntimeFeature"),
        ("SkipLocalsInit", "System.Runtime.CompilerServices.SkipLocalsInitAttribute"),
        ("Sse", "System.Runtime.Intrinsics.X86.Sse"),
        ("SumBranch", "Fusion.Runtime.SumBranch"),
        ("SumPart", "Fusion.Runtime.SumPart"),
        ("TransposedPart", "Fusion.Runtime.TransposedPart"),
        ("Unsafe", "System.Runtime.CompilerServices.Unsafe"),
        ("Vector128", "System.Runtime.Intrinsics.Vector128"),
        ("Vector256", "System.Runtime.Intrinsics.Vector256"),
        ("Vector512", "System.Runtime.Intrinsics.Vector512"),
        ("WeightPacker", "Fusion.Runtime.WeightPacker"),
        ("WeightPart", "Fusion.Runtime.WeightPart"),
        ("nint", "System.IntPtr"),
    ]));
}
