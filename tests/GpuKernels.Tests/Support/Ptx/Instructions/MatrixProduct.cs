using System.Runtime.CompilerServices;
using Fusion.Kernels.Tests.Support.Ptx.Checks;
using Fusion.Kernels.Tests.Support.Ptx.Execution;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>
/// mma.sync.m16n8k8 of TF32 and mma.sync.m16n8k16 of BF16: d = a · b + c, of 16×K, K×8 and 16×8 values that the threads of a warp have
/// parts of (PTX ISA, "Matrix Fragments for mma.m16n8k8" and "mma.m16n8k16"). Products are exact, and so is, nearly, their sum, which is
/// rounded once.
/// </summary>
/// <param name="isNarrow">Whether the factors are of BF16, two in a register.</param>
/// <param name="truncates">Whether the sum is cut off.</param>
/// <param name="d">The registers of the results.</param>
/// <param name="a">Those of the first factor.</param>
/// <param name="b">Those of the second.</param>
/// <param name="c">Those of what is added.</param>
internal sealed class MatrixProduct(bool isNarrow, bool truncates, int[] d, int[] a, int[] b, int[] c) : Instruction
{
    private const int Rows = 16;
    private const int Columns = 8;

    private readonly int _depth = isNarrow ? 16 : 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        if (!warp.IsWhole(lanes))
            throw warp.Fault(PtxFaultKind.DivergentWarp, this, lanes, "mma.sync wants all threads of the warp");
        Span<double> left = stackalloc double[Rows * _depth], right = stackalloc double[_depth * Columns];
        ref uint words = ref warp.Bank<uint>();
        for (int lane = 0; lane < RegisterLayout.Lanes; lane++)
        {
            int quad = lane / 4, inQuad = lane % 4;
            for (int i = 0; i < a.Length; i++)
            {
                // The second and fourth register have the lower rows, the third and fourth the further columns.
                int row = quad + i % 2 * 8, column = i / 2;
                Spread(warp, lane, Unsafe.Add(ref words, a[i] + lane), left[(row * _depth)..], column, inQuad, stride: 1);
            }
            for (int i = 0; i < b.Length; i++)
                Spread(warp, lane, Unsafe.Add(ref words, b[i] + lane), right[quad..], i, inQuad, stride: Columns);
        }
        for (int lane = 0; lane < RegisterLayout.Lanes; lane++)
        {
            int quad = lane / 4, inQuad = lane % 4;
            for (int i = 0; i < d.Length; i++)
            {
                int row = quad + i / 2 * 8, column = 2 * inQuad + i % 2;
                double sum = BitConverter.UInt32BitsToSingle(Unsafe.Add(ref words, c[i] + lane));
                for (int k = 0; k < _depth; k++) sum += left[row * _depth + k] * right[k * Columns + column];
                Unsafe.Add(ref words, d[i] + lane) = BitConverter.SingleToUInt32Bits(truncates ? Truncate(sum) : (float)sum);
            }
        }
    }

    /// <summary>Puts the one or two values of a register where they belong along the depth.</summary>
    private void Spread(Warp warp, int lane, uint word, Span<double> values, int half, int inQuad, int stride)
    {
        if (isNarrow)
        {
            int first = 8 * half + 2 * inQuad;
            values[first * stride] = BitConverter.UInt32BitsToSingle(word << 16);
            values[(first + 1) * stride] = BitConverter.UInt32BitsToSingle(word & 0xffff0000);
            return;
        }
        if ((word & 0x1fff) != 0 && !float.IsNaN(BitConverter.UInt32BitsToSingle(word)))
            throw warp.Fault(PtxFaultKind.UndefinedOperand, this, 1u << lane, $"0x{word:x8} is not of TF32");
        values[(4 * half + inQuad) * stride] = BitConverter.UInt32BitsToSingle(word);
    }

    /// <summary>The float that is next towards zero.</summary>
    private static float Truncate(double value)
    {
        float nearest = (float)value;
        if (!float.IsFinite(nearest) && double.IsFinite(value)) return value > 0 ? float.MaxValue : float.MinValue;
        if (Math.Abs((double)nearest) <= Math.Abs(value) || float.IsNaN(nearest)) return nearest;
        return nearest > 0 ? MathF.BitDecrement(nearest) : MathF.BitIncrement(nearest);
    }
}
