using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit;

/// <summary>
/// The names by which the kernels know types that are not theirs. They stand inside the kernels' own namespace, where they come before
/// everything that a user's project declares or imports, whatever it is called.
/// </summary>
internal static class KernelAliases
{
    private static readonly (string Name, string Type)[] Aliases =
    [
        ("Avx", "System.Runtime.Intrinsics.X86.Avx"),
        ("Avx2", "System.Runtime.Intrinsics.X86.Avx2"),
        ("Band", "Fusion.Runtime.Band"),
        ("ChainPart", "Fusion.Runtime.ChainPart"),
        ("Descriptions", "Fusion.Runtime.Descriptions"),
        ("Fma", "System.Runtime.Intrinsics.X86.Fma"),
        ("Halo", "Fusion.Runtime.Halo"),
        ("IdentityPart", "Fusion.Runtime.IdentityPart"),
        ("InputPacking", "Fusion.Runtime.InputPacking"),
        ("InstructionSet", "Fusion.InstructionSet"),
        ("KernelArguments", "Fusion.Runtime.KernelArguments"),
        ("KernelCompiler", "Fusion.Runtime.KernelCompiler"),
        ("KernelRunner", "Fusion.Runtime.KernelRunner"),
        ("KernelSets", "Fusion.Runtime.KernelSets"),
        ("Math", "System.Math"),
        ("MemoryMarshal", "System.Runtime.InteropServices.MemoryMarshal"),
        ("MethodImpl", "System.Runtime.CompilerServices.MethodImplAttribute"),
        ("MethodImplOptions", "System.Runtime.CompilerServices.MethodImplOptions"),
        ("NetworkInfo", "Fusion.NetworkInfo"),
        ("NetworkOptions", "Fusion.NetworkOptions"),
        ("NetworkVariant", "Fusion.NetworkVariant"),
        ("RuntimeFeature", "System.Runtime.CompilerServices.RuntimeFeature"),
        ("SkipLocalsInit", "System.Runtime.CompilerServices.SkipLocalsInitAttribute"),
        ("Sse", "System.Runtime.Intrinsics.X86.Sse"),
        ("SumBranch", "Fusion.Runtime.SumBranch"),
        ("SumPart", "Fusion.Runtime.SumPart"),
        ("Unsafe", "System.Runtime.CompilerServices.Unsafe"),
        ("Vector128", "System.Runtime.Intrinsics.Vector128"),
        ("Vector256", "System.Runtime.Intrinsics.Vector256"),
        ("Vector512", "System.Runtime.Intrinsics.Vector512"),
        ("WeightPacker", "Fusion.Runtime.WeightPacker"),
        ("WeightPacking", "Fusion.Runtime.WeightPacking"),
        ("WeightPart", "Fusion.Runtime.WeightPart"),
        ("nint", "System.IntPtr"),
    ];

    /// <summary>Whether a name means a type here, so that a kernel cannot have it.</summary>
    public static bool Has(string name) => Aliases.Any(alias => alias.Name == name);

    /// <summary>Writes those of the aliases that a text uses, and an import of the vectors, which have type parameters and extension
    /// methods.</summary>
    public static void Write(CodeWriter writer, string text)
    {
        writer.Line("using global::System.Runtime.Intrinsics;");
        foreach (var (name, type) in Aliases)
            if (text.IndexOf(name, StringComparison.Ordinal) >= 0) writer.Line($"using {Escape.Identifier(name)} = global::{type};");
    }
}
