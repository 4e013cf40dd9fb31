using Fusion.Kernels.Tests.Support.Ptx.Checks;
using Fusion.Kernels.Tests.Support.Ptx.Execution;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>mma.sync, against products of matrices whose parts are dealt out as the PTX ISA's formulas say.</summary>
public sealed class MatrixProductTests
{
    private const string Narrow = "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32";
    private const string Wide = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32";

    [Xunit.Fact]
    public void TensorFloat32()
    {
        var random = new Random(3);
        float[,] a = Whole(random, 16, 8), b = Whole(random, 8, 8), c = Whole(random, 16, 8);
        uint[] inputs = Fill((lane, i) => i switch
        {
            // "row = groupID for a0 and a2, groupID + 8 for a1 and a3; col = threadID_in_group for a0 and a1, + 4 for a2 and a3".
            < 4 => a[lane / 4 + (i is 0 or 2 ? 0 : 8), lane % 4 + (i is 0 or 1 ? 0 : 4)],
            // "row = threadID_in_group for b0, + 4 for b1; col = groupID".
            < 6 => b[lane % 4 + (i == 4 ? 0 : 4), lane / 4],
            _ => c[Row(lane, i - 6), Column(lane, i - 6)],
        });
        Check(Multiply(a, b, c), HandWritten.Run(Body(Wide), inputs, 128));
    }

    [Xunit.Fact]
    public void BFloat16()
    {
        var random = new Random(4);
        float[,] a = Whole(random, 16, 16), b = Whole(random, 16, 8), c = Whole(random, 16, 8);
        uint[] inputs = new uint[320];
        for (int lane = 0; lane < 32; lane++)
        {
            for (int i = 0; i < 8; i++)
            {
                // "row = groupID for ai where 0 <= i < 2 || 4 <= i < 6, groupID + 8 otherwise;
                //  col = (threadID_in_group * 2) + (i & 0x1) for ai where i < 4, + 8 for ai where i >= 4".
                int row = lane / 4 + (i is < 2 or 4 or 5 ? 0 : 8), column = lane % 4 * 2 + (i & 1) + (i < 4 ? 0 : 8);
                inputs[lane * 10 + i / 2] |= Half(a[row, column]) << 16 * (i & 1);
            }
            for (int i = 0; i < 4; i++)
            {
                // "row = (threadID_in_group * 2) + (i & 0x1) for bi where i < 2, + 8 for bi where i >= 2; col = groupID".
                int row = lane % 4 * 2 + (i & 1) + (i < 2 ? 0 : 8);
                inputs[lane * 10 + 4 + i / 2] |= Half(b[row, lane / 4]) << 16 * (i & 1);
            }
            for (int i = 0; i < 4; i++) inputs[lane * 10 + 6 + i] = Bits(c[Row(lane, i), Column(lane, i)]);
        }
        Check(Multiply(a, b, c), HandWritten.Run(Body(Narrow), inputs, 128));
    }

    /// <summary>1 + 2⁻²³ · ¾.</summary>
    [Xunit.Fact]
    public void Sums_are_cut_off_where_devices_do_it()
    {
        uint[] inputs = Fill((_, i) => i is 0 ? MathF.Pow(2, -23) : i is 4 ? 0.75f : i >= 6 ? 1 : 0);
        Assert.Equal(0x3f800003u, HandWritten.Run(Body(Wide), inputs, 128)[0]);
        inputs = Fill((lane, i) => i is 0 && lane % 4 == 0 ? MathF.Pow(2, -23) : i is 4 ? 0.75f : i >= 6 ? 1 : 0);
        Assert.Equal(0x3f800001u, HandWritten.Run(Body(Wide), inputs, 128)[0]);
        Assert.Equal(0x3f800000u, HandWritten.Run(Body(Wide), inputs, 128, freedom: PtxFreedom.All)[0]);
    }

    [Xunit.Fact]
    public void All_threads_of_a_warp_take_part()
    {
        string some = "setp.eq.s32 %p1, %r1, 7;\n@%p1 bra END;\n" + Body(Wide) + "\nEND:";
        Assert.Equal(PtxFaultKind.DivergentWarp, Assert.Throws<PtxFault>(() => HandWritten.Run(some, new uint[320], 128)).Kind);
        Assert.Equal(PtxFaultKind.DivergentWarp,
            Assert.Throws<PtxFault>(() => HandWritten.Run(Body(Wide), new uint[320], 128, threads: 16)).Kind);
    }

    [Xunit.Fact]
    public void Factors_are_of_TF32()
    {
        uint[] inputs = Fill((_, _) => 1);
        inputs[10 * 5 + 4] |= 1;
        PtxFault fault = Assert.Throws<PtxFault>(() => HandWritten.Run(Body(Wide), inputs, 128));
        Assert.Equal(PtxFaultKind.UndefinedOperand, fault.Kind);
        Assert.Contains("thread 5 of group 0", fault.Message, StringComparison.Ordinal);
    }

    private static int Row(int lane, int i) => lane / 4 + (i < 2 ? 0 : 8);

    private static int Column(int lane, int i) => lane % 4 * 2 + (i & 1);

    private static string Body(string instruction)
    {
        string loads = string.Concat(Enumerable.Range(0, 6).Select(i => $"ld.global.b32 %r{20 + i}, [%rd20+{4 * i}];\n"))
            + string.Concat(Enumerable.Range(6, 4).Select(i => $"ld.global.f32 %f{20 + i}, [%rd20+{4 * i}];\n"));
        return $$"""
            mul.wide.u32 %rd20, %r1, 40;
            add.u64 %rd20, %rd20, %rd1;
            {{loads}}
            {{instruction}} {%f1, %f2, %f3, %f4}, {%r20, %r21, %r22, %r23}, {%r24, %r25}, {%f26, %f27, %f28, %f29};
            mul.wide.u32 %rd21, %r1, 16;
            add.u64 %rd21, %rd21, %rd2;
            st.global.v4.f32 [%rd21], {%f1, %f2, %f3, %f4};
            """;
    }

    private static uint[] Fill(Func<int, int, float> value) =>
        [.. from lane in Enumerable.Range(0, 32) from i in Enumerable.Range(0, 10) select Bits(value(lane, i))];

    private static void Check(float[,] expected, uint[] found)
    {
        for (int lane = 0; lane < 32; lane++)
            for (int i = 0; i < 4; i++)
                Assert.Equal(expected[Row(lane, i), Column(lane, i)], BitConverter.UInt32BitsToSingle(found[4 * lane + i]));
    }

    private static float[,] Multiply(float[,] a, float[,] b, float[,] c)
    {
        float[,] d = (float[,])c.Clone();
        for (int row = 0; row < d.GetLength(0); row++)
            for (int column = 0; column < d.GetLength(1); column++)
                for (int k = 0; k < b.GetLength(0); k++) d[row, column] += a[row, k] * b[k, column];
        return d;
    }

    private static float[,] Whole(Random random, int rows, int columns)
    {
        float[,] values = new float[rows, columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) values[row, column] = random.Next(-100, 100);
        return values;
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static uint Half(float value) => Bits(value) >> 16;
}
