using Fusion.Kernels.Tests.Support.Ptx.Checks;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>What a kernel must not do, by kernels that do it.</summary>
public sealed class CheckTests
{
    private const string Neighbour = "xor.b32 %r10, %r1, 1;\nmul.wide.u32 %rd7, %r10, 4;\nadd.u64 %rd7, %rd5, %rd7;\n";
    private const string OtherWarp = "xor.b32 %r10, %r1, 32;\nmul.wide.u32 %rd7, %r10, 4;\nadd.u64 %rd7, %rd5, %rd7;\n";

    [Xunit.Theory]
    // A load of what another thread stores: without a barrier, of the same warp and of another.
    [InlineData(Neighbour + "st.shared.b32 [%rd6], %r1;\nbar.sync 0;\nld.shared.b32 %r11, [%rd7];\nst.global.b32 [%rd4], %r11;", null)]
    [InlineData(Neighbour + "st.shared.b32 [%rd6], %r1;\nld.shared.b32 %r11, [%rd7];", PtxFaultKind.Hazard)]
    [InlineData(OtherWarp + "st.shared.b32 [%rd6], %r1;\nbar.sync 0;\nld.shared.b32 %r11, [%rd7];", null)]
    [InlineData(OtherWarp + "st.shared.b32 [%rd6], %r1;\nld.shared.b32 %r11, [%rd7];", PtxFaultKind.Uninitialized)]
    // A store of what another thread has read, or stored.
    [InlineData(OtherWarp + "st.shared.b32 [%rd6], %r1;\nbar.sync 0;\nld.shared.b32 %r11, [%rd7];\nst.shared.b32 [%rd6], %r11;",
        PtxFaultKind.Hazard)]
    [InlineData(OtherWarp
        + "st.shared.b32 [%rd6], %r1;\nbar.sync 0;\nld.shared.b32 %r11, [%rd7];\nbar.sync 0;\nst.shared.b32 [%rd6], %r11;", null)]
    [InlineData("st.shared.b32 [%rd5], %r1;", PtxFaultKind.Hazard)]
    [InlineData("setp.eq.s32 %p1, %r1, 3;\n@%p1 st.shared.b32 [%rd5], %r1;", null)]
    // A thread may use its own words as it likes.
    [InlineData("st.shared.b32 [%rd6], %r1;\nld.shared.b32 %r11, [%rd6];\nst.shared.b32 [%rd6], %r11;", null)]
    public void Races_in_shared_memory(string body, PtxFaultKind? expected) => Check(body, expected, threads: 64);

    [Xunit.Theory]
    [InlineData("st.global.b32 [%rd4], %r1;", null)]
    [InlineData("mul.wide.u32 %rd7, %r1, 4;\nadd.u64 %rd7, %rd7, %rd2;\nst.global.b32 [%rd7], %r1;", PtxFaultKind.Hazard)]
    // What another group stores, or has read.
    [InlineData("st.global.b32 [%rd4], %r1;\nbar.sync 0;\nld.global.b32 %r11, [%rd2];\nst.global.b32 [%rd4], %r11;", PtxFaultKind.Hazard)]
    [InlineData("ld.global.b32 %r11, [%rd1+260];\nst.global.b32 [%rd3], %r11;", PtxFaultKind.Hazard)]
    // What a thread of the same group has stored, behind a barrier.
    [InlineData("st.global.b32 [%rd4], %r1;\nbar.sync 0;\nxor.b32 %r10, %r3, 1;\nmul.wide.u32 %rd7, %r10, 4;\nadd.u64 %rd7, %rd7, %rd2;\n"
        + "ld.global.b32 %r11, [%rd7];", null)]
    [InlineData("ld.global.b32 %r11, [%rd3];\nst.global.b32 [%rd3], %r11;", null)]
    public void Races_in_global_memory(string body, PtxFaultKind? expected) => Check(body, expected, threads: 64, groups: 2);

    [Xunit.Theory]
    [InlineData("ld.global.b32 %r11, [%rd4];", PtxFaultKind.Uninitialized)]
    [InlineData("ld.shared.b32 %r11, [%rd6];", PtxFaultKind.Uninitialized)]
    [InlineData("ld.global.b32 %r11, [%rd1+-4];", PtxFaultKind.OutOfBounds)]
    [InlineData("ld.global.b32 %r11, [%rd3+512];", PtxFaultKind.OutOfBounds)]
    [InlineData("st.global.b32 [%rd4+512], %r1;", PtxFaultKind.OutOfBounds)]
    // Behind the last word of one shared array lies another.
    [InlineData("st.shared.b32 [%rd6+512], %r1;", PtxFaultKind.OutOfBounds)]
    // The wrong kind of memory.
    [InlineData("ld.shared.b32 %r11, [%rd3];", PtxFaultKind.OutOfBounds)]
    [InlineData("st.global.b32 [%rd6], %r1;", PtxFaultKind.OutOfBounds)]
    [InlineData("ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1+16];", null)]
    [InlineData("ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1+8];", PtxFaultKind.Misaligned)]
    [InlineData("ld.global.v2.f32 {%f1, %f2}, [%rd1+8];", null)]
    [InlineData("ld.global.v2.f32 {%f1, %f2}, [%rd1+4];", PtxFaultKind.Misaligned)]
    [InlineData("ld.global.f32 %f1, [%rd1+2];", PtxFaultKind.Misaligned)]
    // The array promises to begin at a multiple of 4, and no more.
    [InlineData("mov.b64 %rd7, shared1;\nsetp.eq.s32 %p1, %r1, 0;\n@%p1 st.shared.v4.f32 [%rd7], {0f00000000, 0f00000000, 0f00000000, "
        + "0f00000000};", PtxFaultKind.Misaligned)]
    public void Memory(string body, PtxFaultKind? expected) => Check(body, expected);

    [Xunit.Theory]
    [InlineData("setp.lt.s32 %p1, %r1, 32;\n@%p1 bra OVER;\nbar.sync 0;\nOVER:", PtxFaultKind.DivergentBarrier)]
    [InlineData("setp.lt.s32 %p1, %r1, 7;\n@%p1 bra OVER;\nbar.sync 0;\nOVER:", PtxFaultKind.DivergentBarrier)]
    [InlineData("setp.lt.s32 %p1, %r1, 7;\n@%p1 ret;\nbar.sync 0;", PtxFaultKind.DivergentBarrier)]
    [InlineData("setp.lt.s32 %p1, %r1, 32;\n@%p1 ret;\nbar.sync 0;", PtxFaultKind.DivergentBarrier)]
    [InlineData("setp.lt.s32 %p1, %r1, 32;\n@%p1 bra OVER;\nbar.sync 0;\nret;\nOVER:\nbar.sync 0;", PtxFaultKind.DivergentBarrier)]
    [InlineData("setp.lt.s32 %p1, %r1, 7;\n@%p1 bra OVER;\nst.global.b32 [%rd4], %r1;\nOVER:\nbar.sync 0;", null)]
    [InlineData("setp.lt.s32 %p1, %r1, 7;\n@%p1 bra.uni OVER;\nOVER:", PtxFaultKind.DivergentWarp)]
    [InlineData("setp.lt.s32 %p1, %r1, 32;\n@%p1 bra.uni OVER;\nOVER:", null)]
    [InlineData("mov.b32 %r10, 0;\ndiv.s32 %r11, %r1, %r10;", PtxFaultKind.UndefinedOperand)]
    [InlineData("ROUND:\nsetp.lt.s32 %p1, %r1, 100;\n@%p1 bra ROUND;", PtxFaultKind.Endless)]
    public void Ways(string body, PtxFaultKind? expected) => Check(body, expected, threads: 64);

    /// <summary>Threads that a loop keeps for as many turns as their numbers say meet again behind it.</summary>
    [Xunit.Fact]
    public void Loops_of_different_lengths()
    {
        uint[] found = HandWritten.Run("""
            mov.b32 %r10, 0;
            mov.b32 %r11, 0;
            ROUND:
            setp.ge.s32 %p1, %r10, %r1;
            @%p1 bra BEHIND;
            rem.s32 %r12, %r10, 3;
            setp.eq.s32 %p2, %r12, 0;
            @%p2 bra SKIP;
            add.s32 %r11, %r11, %r10;
            SKIP:
            add.s32 %r10, %r10, 1;
            bra.uni ROUND;
            BEHIND:
            bar.sync 0;
            st.global.b32 [%rd4], %r11;
            """, [0], 64, threads: 64);
        for (int thread = 0; thread < 64; thread++)
            Assert.Equal(Enumerable.Range(0, thread).Where(i => i % 3 != 0).Sum(), (int)found[thread]);
    }

    [Xunit.Fact]
    public void Messages_name_both_lines_and_both_threads()
    {
        var fault = Assert.Throws<PtxFault>(() => HandWritten.Run(
            Neighbour + "st.shared.b32 [%rd6], %r1;\nld.shared.b32 %r11, [%rd7];", [0], 64, threads: 64));
        Assert.Equal("Hazard: HandWritten, line 35 'ld.shared.b32 %r11, [%rd7]', thread 0 of group 0 (0, 0): word 1 of 'shared0': "
            + "line 34 writes the same, thread 1 of group 0", fault.Message);
    }

    private static void Check(string body, PtxFaultKind? expected, int threads = 32, int groups = 1)
    {
        PtxFaultKind? found = null;
        try
        {
            HandWritten.Run(body, new uint[128], threads * groups, threads, groups);
        }
        catch (PtxFault fault)
        {
            found = fault.Kind;
        }
        Assert.Equal(expected, found);
    }
}
