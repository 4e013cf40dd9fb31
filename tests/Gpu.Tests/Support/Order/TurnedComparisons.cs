using System.Text.RegularExpressions;
using Fusion.Gpu.Runtime;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>
/// Comparisons of floats that ILGPU has turned round, so that they go the other way where a number is NaN: it makes <c>x &gt;= y</c> of the
/// negation of <c>x &lt; y</c>. Kernels compare floats with <c>&lt;</c>, <c>&gt;</c> and <c>==</c> only: any other has come of a negation.
/// </summary>
internal static partial class TurnedComparisons
{
    /// <summary>The first in the kernel's OpenCL source or PTX; null where there is none.</summary>
    public static string? Find(KernelCode code, GpuKernel kernel)
    {
        string ptx = code.Ptx(kernel, CudaArchitecture.SM_80);
        if (Turned(InPtx(), ptx) is { } line) return $"{kernel.Title}, PTX: '{line}' has been turned round.";
        if (PtxCounts.Of(ptx).MatrixProducts > 0) return null;
        return Turned(InOpenCL(), code.OpenCL(kernel)) is { } other ? $"{kernel.Title}, OpenCL: '{other}' has been turned round." : null;
    }

    private static string? Turned(Regex form, string text) => form.Match(text) is { Success: true } match ? match.Value.Trim() : null;

    /// <summary>In PTX, the negations of what kernels have are <c>leu</c>, <c>geu</c> and <c>neu</c>, which are true of NaN.</summary>
    [GeneratedRegex(@"^.*\bsetp\.(le|ge|ne|ltu|gtu|equ)(\.ftz)?\.f32.*$", RegexOptions.Multiline)]
    private static partial Regex InPtx();

    [GeneratedRegex(@"^.*\(float\)\s*\S+\s*[<>]=.*$", RegexOptions.Multiline)]
    private static partial Regex InOpenCL();
}
