using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Kernels.Tests.Matrix;

/// <summary>
/// Generated code for matrix units with their instructions replaced, so that it runs on any device: threads of a warp exchange their
/// parts of the factors through shared memory, and each adds up its own sums, in fp32. Which thread has what is written down here from the
/// PTX ISA, "Matrix Fragments for mma.m16n8k8", and not from the generator.
/// </summary>
internal static class MatrixUnitEmulation
{
    /// <summary>The same code under the precision Single, which every device can be asked for.</summary>
    /// <param name="rounds">Whether factors are rounded.</param>
    public static string Edit(string code, GpuPrecision precision, bool rounds)
    {
        bool isNarrow = precision == GpuPrecision.BFloat16;
        string instruction = isNarrow ? "BFloat16" : "TensorFloat32", rounding = isNarrow ? Packing : rounds ? Rounding : NoRounding;
        int start = code.IndexOf($"private static Float4 {instruction}(Float4 v", StringComparison.Ordinal);
        int end = code.IndexOf("c3 = d3.Value;", start, StringComparison.Ordinal);
        end = code.IndexOf('}', end) + 1;
        string product = isNarrow ? Product.Replace("ProductTensorFloat32", "ProductBFloat16", StringComparison.Ordinal)
            .Replace(OneProduct, TwoProducts, StringComparison.Ordinal) : Product;
        return (code[..start] + rounding + product + code[end..])
            .Replace("var inputSlices =", "var exchanged = SharedMemory.Allocate<float>(6 * 256);\nvar inputSlices =",
                StringComparison.Ordinal)
            .Replace($"= Multiply{precision}(", $"= Multiply{precision}(exchanged, ", StringComparison.Ordinal)
            .Replace($" Multiply{precision}(Sums", $" Multiply{precision}(ArrayView<float> exchanged, Sums", StringComparison.Ordinal)
            .Replace($"Product{instruction}(ref s.", $"Product{instruction}(exchanged, ref s.", StringComparison.Ordinal)
            .Replace($"Product{instruction}(ref t", $"Product{instruction}(exchanged, ref t", StringComparison.Ordinal)
            // Of the two that then are for Single, the last is taken.
            .Replace($"GpuPrecision.{precision}", "GpuPrecision.Single", StringComparison.Ordinal);
    }

    private const string OneProduct = """
                    c0 += top * left;
                    c1 += top * right;
                    c2 += bottom * left;
                    c3 += bottom * right;
        """;

    /// <summary>Each word holds two steps of the depth.</summary>
    private const string TwoProducts = """
                    c0 += Low(top) * Low(left) + High(top) * High(left);
                    c1 += Low(top) * Low(right) + High(top) * High(right);
                    c2 += Low(bottom) * Low(left) + High(bottom) * High(left);
                    c3 += Low(bottom) * Low(right) + High(bottom) * High(right);
        """;

    /// <summary>To BF16, to nearest, ties to even.</summary>
    private const string Packing = """
        private static float Low(float word) => Interop.IntAsFloat(Interop.FloatAsInt(word) << 16);

            private static float High(float word) => Interop.IntAsFloat(Interop.FloatAsInt(word) & 0xffff0000u);

            private static uint Rounded(float v)
            {
                uint bits = Interop.FloatAsInt(v);
                return unchecked(bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
            }

            private static float Pair(float low, float high) => Interop.IntAsFloat(Rounded(low) | Rounded(high) << 16);

            private static Float4 BFloat16(Float4 v, Float4 more)
            {
                v.X = Pair(v.X, v.Y);
                v.Y = Pair(v.Z, v.W);
                v.Z = Pair(more.X, more.Y);
                v.W = Pair(more.Z, more.W);
                return v;
            }
        """;

    private const string NoRounding = "private static Float4 TensorFloat32(Float4 v) => v;";

    private const string Rounding = """
        private static float TensorFloat32(float v) => Interop.IntAsFloat(unchecked(Interop.FloatAsInt(v) + 0x1000u) & 0xffffe000u);

            private static Float4 TensorFloat32(Float4 v)
            {
                v.X = TensorFloat32(v.X);
                v.Y = TensorFloat32(v.Y);
                v.Z = TensorFloat32(v.Z);
                v.W = TensorFloat32(v.W);
                return v;
            }
        """;

    private const string Product = """


            private static void ProductTensorFloat32(ArrayView<float> exchanged, ref float c0, ref float c1, ref float c2, ref float c3,
                float a0, float a1, float a2, float a3, float b0, float b1)
            {
                int thread = Group.IdxX, warp = thread / 32 * 32, g = thread % 32 / 4, t = thread % 4;
                Group.Barrier();
                exchanged[6 * thread] = a0;
                exchanged[6 * thread + 1] = a1;
                exchanged[6 * thread + 2] = a2;
                exchanged[6 * thread + 3] = a3;
                exchanged[6 * thread + 4] = b0;
                exchanged[6 * thread + 5] = b1;
                Group.Barrier();
                for (int k = 0; k < 8; k++)
                {
                    // Columns of a: below 4 in a0 (rows g) and a1 (rows g + 8), from 4 on in a2 and a3.
                    int ofRow = 6 * (warp + 4 * g + k % 4) + k / 4 * 2;
                    // Rows of b: below 4 in b0, from 4 on in b1, of the thread whose quad is the column.
                    int ofColumn = 6 * (warp + 4 * (2 * t) + k % 4) + 4 + k / 4, ofNext = ofColumn + 6 * 4;
                    float top = exchanged[ofRow], bottom = exchanged[ofRow + 1], left = exchanged[ofColumn], right = exchanged[ofNext];
                    c0 += top * left;
                    c1 += top * right;
                    c2 += bottom * left;
                    c3 += bottom * right;
                }
            }
        """;
}
