using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Fusion.Disassembly.Tests;

/// <summary>A theory about the machine code of x64; it is skipped, with the reason, on a machine that makes none.</summary>
internal sealed class X64TheoryAttribute : TheoryAttribute
{
    public X64TheoryAttribute() => Skip = Avx2.IsSupported
        ? null
        : $"The checks read the code of x64 with AVX2; this is {RuntimeInformation.ProcessArchitecture} without.";
}
