using Fusion.Kernels.Tests.Support.Ptx.Execution;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>Instructions, against what the PTX ISA says of them.</summary>
public sealed class InstructionTests
{
    private const uint NoNumber = 0x7fffffff;
    private const uint Infinity = 0x7f800000;
    private const uint One = 0x3f800000;
    private const uint MinusZero = 0x80000000;

    [Xunit.Theory]
    [InlineData("add.f32 %f0, %f11, %f12;", NoNumber, Infinity, 0xff800000)]
    [InlineData("add.f32 %f0, %f11, %f12;", MinusZero, MinusZero, MinusZero)]
    [InlineData("add.f32 %f0, %f11, %f12;", 0u, 0u, MinusZero)]
    [InlineData("add.f32 %f0, %f11, %f12;", One, One, 0x33800000u)] // A tie goes to even.
    [InlineData("add.f32 %f0, %f11, %f12;", 0x3f800002u, 0x3f800001u, 0x33800000u)]
    [InlineData("sub.f32 %f0, %f11, %f12;", NoNumber, 0xffc00001u, One)]
    [InlineData("mul.f32 %f0, %f11, %f12;", 0x00400000u, 0x00800000u, 0x3f000000u)] // Subnormal numbers stay.
    [InlineData("mul.f32 %f0, %f11, %f12;", NoNumber, 0u, Infinity)]
    [InlineData("div.rn.f32 %f0, %f11, %f12;", 0x3eaaaaabu, One, 0x40400000u)]
    [InlineData("div.rn.f32 %f0, %f11, %f12;", 0xff800000u, One, MinusZero)]
    [InlineData("rcp.rn.f32 %f0, %f11;", 0x3eaaaaabu, 0x40400000u)]
    [InlineData("sqrt.rn.f32 %f0, %f11;", 0x3fb504f3u, 0x40000000u)]
    [InlineData("sqrt.rn.f32 %f0, %f11;", MinusZero, MinusZero)]
    [InlineData("sqrt.rn.f32 %f0, %f11;", NoNumber, 0xbf800000u)]
    [InlineData("neg.f32 %f0, %f11;", MinusZero, 0u)]
    [InlineData("abs.f32 %f0, %f11;", 0u, MinusZero)]
    [InlineData("fma.rn.f32 %f0, %f11, %f12, %f13;", 0x3a000400u, 0x3f800800u, 0x3f800800u, 0xbf800000u)] // Rounded once.
    [InlineData("min.f32 %f0, %f11, %f12;", One, NoNumber, One)]
    [InlineData("max.f32 %f0, %f11, %f12;", One, One, NoNumber)]
    [InlineData("max.f32 %f0, %f11, %f12;", NoNumber, 0xffc00000u, 0x7f800001u)]
    [InlineData("min.f32 %f0, %f11, %f12;", MinusZero, 0u, MinusZero)]
    [InlineData("max.f32 %f0, %f11, %f12;", 0u, MinusZero, 0u)]
    [InlineData("min.NaN.f32 %f0, %f11, %f12;", NoNumber, 0xffc00000u, One)]
    [InlineData("max.NaN.f32 %f0, %f11, %f12;", NoNumber, One, 0xffc00000u)]
    public void Arithmetic_of_floats(string instruction, uint expected, params uint[] operands) =>
        Assert.Equal(expected.ToString("x8"), HandWritten.Result(instruction, operands).ToString("x8"));

    [Xunit.Theory]
    [InlineData("eq", false)]
    [InlineData("ne", false)]
    [InlineData("lt", false)]
    [InlineData("le", false)]
    [InlineData("gt", false)]
    [InlineData("ge", false)]
    [InlineData("num", false)]
    [InlineData("equ", true)]
    [InlineData("neu", true)]
    [InlineData("ltu", true)]
    [InlineData("leu", true)]
    [InlineData("gtu", true)]
    [InlineData("geu", true)]
    [InlineData("nan", true)]
    public void Comparisons_with_what_is_no_number(string comparison, bool expected)
    {
        string instruction = $"setp.{comparison}.f32 %p0, %f11, %f12;";
        Assert.Equal(expected, HandWritten.Result(instruction, NoNumber, One) == 1);
        Assert.Equal(expected, HandWritten.Result(instruction, One, 0xffc00000u) == 1);
        // Of numbers both forms say the same: 1 and 2.
        bool isLess = comparison.TrimEnd('u') is "ne" or "lt" or "le" or "num";
        Assert.Equal(isLess, HandWritten.Result(instruction, One, 0x40000000u) == 1);
        // -0 is 0.
        bool isEqual = comparison.TrimEnd('u') is "eq" or "le" or "ge" or "num";
        Assert.Equal(isEqual, HandWritten.Result(instruction, MinusZero, 0u) == 1);
    }

    [Xunit.Theory]
    [InlineData("setp.lt.s32 %p0, %r11, %r12;", 1u, 0xffffffffu, 1u)]
    [InlineData("setp.lo.u32 %p0, %r11, %r12;", 0u, 0xffffffffu, 1u)]
    [InlineData("setp.hs.u32 %p0, %r11, %r12;", 1u, 0xffffffffu, 1u)]
    [InlineData("testp.notanumber.f32 %p0, %f11;", 1u, 0xffc00000u)]
    [InlineData("testp.notanumber.f32 %p0, %f11;", 0u, Infinity)]
    [InlineData("testp.infinite.f32 %p0, %f11;", 1u, 0xff800000u)]
    [InlineData("testp.finite.f32 %p0, %f11;", 0u, NoNumber)]
    [InlineData("setp.eq.s32 %p1, %r11, 3; setp.eq.s32 %p2, %r11, 4; or.pred %p3, %p1, %p2; and.pred %p0, %p3, %p1;", 1u, 3u)]
    [InlineData("setp.eq.s32 %p1, %r11, 3; not.pred %p0, %p1;", 0u, 3u)]
    [InlineData("setp.eq.s32 %p1, %r11, 3; selp.b32 %r0, %r12, 7, %p1;", 7u, 4u, 5u)]
    [InlineData("mov.b32 %r0, 1; setp.eq.s32 %p1, %r11, 3; @%p1 mov.b32 %r0, 2;", 2u, 3u)]
    [InlineData("mov.b32 %r0, 1; setp.eq.s32 %p1, %r11, 3; @!%p1 mov.b32 %r0, 2;", 1u, 3u)]
    public void Predicates(string instructions, uint expected, params uint[] operands) =>
        Assert.Equal(expected, HandWritten.Result(instructions, operands));

    [Xunit.Theory]
    [InlineData("shl.b32 %r0, %r11, %r12;", 0x80000000u, 1u, 31u)]
    [InlineData("shl.b32 %r0, %r11, %r12;", 0u, 1u, 32u)]
    [InlineData("shl.b32 %r0, %r11, %r12;", 0u, 1u, 0xffffffffu)]
    [InlineData("shr.s32 %r0, %r11, %r12;", 0xffffffffu, 0x80000000u, 40u)]
    [InlineData("shr.u32 %r0, %r11, %r12;", 0u, 0x80000000u, 32u)]
    [InlineData("cvt.u64.u32 %rd11, %r11; shl.b64 %rd0, %rd11, 64;", 0u, 1u)]
    [InlineData("cvt.s64.s32 %rd11, %r11; shr.s64 %rd0, %rd11, 70;", 0xffffffffu, 0x80000000u)]
    [InlineData("cvt.u64.u32 %rd11, %r11; shr.u64 %rd0, %rd11, 64;", 0u, 0x80000000u)]
    [InlineData("add.s32 %r0, %r11, %r12;", 0x80000000u, 0x7fffffffu, 1u)]
    [InlineData("mul.lo.s32 %r0, %r11, %r12;", 0xfffffffeu, 0x7fffffffu, 2u)]
    [InlineData("mul.hi.s32 %r0, %r11, %r12;", 0u, 0xffffffffu, 0xffffffffu)]
    [InlineData("mul.hi.u32 %r0, %r11, %r12;", 0xfffffffeu, 0xffffffffu, 0xffffffffu)]
    [InlineData("mul.wide.s32 %rd11, %r11, %r12; shr.u64 %rd0, %rd11, 32;", 0xffffffffu, 0xffffffffu, 2u)]
    [InlineData("mul.wide.u32 %rd11, %r11, %r12; shr.u64 %rd0, %rd11, 32;", 1u, 0xffffffffu, 2u)]
    [InlineData("mad.lo.s32 %r0, %r11, %r12, %r13;", 0xfffffffbu, 0xfffffffeu, 4u, 3u)]
    [InlineData("div.s32 %r0, %r11, %r12;", 0xfffffffdu, 0xfffffff9u, 2u)]
    [InlineData("div.s32 %r0, %r11, %r12;", 0x80000000u, 0x80000000u, 0xffffffffu)]
    [InlineData("div.u32 %r0, %r11, %r12;", 0x7ffffffcu, 0xfffffff9u, 2u)]
    [InlineData("rem.s32 %r0, %r11, %r12;", 0xffffffffu, 0xfffffff9u, 2u)]
    [InlineData("rem.s32 %r0, %r11, %r12;", 0u, 0x80000000u, 0xffffffffu)]
    [InlineData("rem.u32 %r0, %r11, %r12;", 1u, 0xfffffff9u, 2u)]
    [InlineData("min.s32 %r0, %r11, %r12;", 0xffffffffu, 0xffffffffu, 1u)]
    [InlineData("max.u32 %r0, %r11, %r12;", 0xffffffffu, 0xffffffffu, 1u)]
    [InlineData("neg.s32 %r0, %r11;", 0x80000000u, 0x80000000u)]
    [InlineData("abs.s32 %r0, %r11;", 5u, 0xfffffffbu)]
    [InlineData("xor.b32 %r0, %r11, %r12;", 6u, 5u, 3u)]
    public void Arithmetic_of_whole_numbers(string instructions, uint expected, params uint[] operands) =>
        Assert.Equal(expected.ToString("x8"), HandWritten.Result(instructions, operands).ToString("x8"));

    [Xunit.Theory]
    [InlineData("cvt.rzi.s32.f32 %r0, %f11;", 0xffffffffu, 0xbff33333u)] // -1.9
    [InlineData("cvt.rzi.s32.f32 %r0, %f11;", 0x7fffffffu, 0x4f32d05eu)] // 3e9
    [InlineData("cvt.rzi.s32.f32 %r0, %f11;", 0x80000000u, 0xff800000u)]
    [InlineData("cvt.rzi.s32.f32 %r0, %f11;", 0u, 0xffc00000u)]
    [InlineData("cvt.rzi.u32.f32 %r0, %f11;", 0u, 0xbf800000u)]
    [InlineData("cvt.rzi.u32.f32 %r0, %f11;", 0xffffffffu, Infinity)]
    [InlineData("cvt.rn.f32.s32 %f0, %r11;", 0x4b800000u, 16777217u)]
    [InlineData("cvt.rn.f32.s32 %f0, %r11;", 0x4b800002u, 16777219u)]
    [InlineData("cvt.rn.f32.s32 %f0, %r11;", 0xcf000000u, 0x80000000u)]
    [InlineData("cvt.rn.f32.u32 %f0, %r11;", 0x4f800000u, 0xffffffffu)]
    [InlineData("cvt.rna.tf32.f32 %r0, %f11;", 0x3f802000u, 0x3f801000u)] // A tie goes away from zero.
    [InlineData("cvt.rna.tf32.f32 %r0, %f11;", 0xbf802000u, 0xbf801000u)]
    [InlineData("cvt.rna.tf32.f32 %r0, %f11;", 0x3f800000u, 0x3f800fffu)]
    [InlineData("cvt.rna.tf32.f32 %r0, %f11;", Infinity, 0x7f7fffffu)]
    [InlineData("cvt.rna.tf32.f32 %r0, %f11;", 0xff800000u, 0xff800000u)]
    [InlineData("cvt.rn.bf16x2.f32 %r0, %f11, %f12;", 0x3f804000u, One, 0x40000000u)]
    [InlineData("cvt.rn.bf16x2.f32 %r0, %f11, %f12;", 0x3f803f82u, 0x3f808000u, 0x3f818000u)] // Ties go to even.
    [InlineData("cvt.rn.bf16x2.f32 %r0, %f11, %f12;", 0x7fff7f80u, 0xffc00000u, 0x7f7fffffu)]
    public void Conversions(string instruction, uint expected, params uint[] operands) =>
        Assert.Equal(expected.ToString("x8"), HandWritten.Result(instruction, operands).ToString("x8"));

    /// <summary>(1 + 2⁻¹²)² - 1 keeps its last bit where the product is not rounded.</summary>
    [Xunit.Theory]
    [InlineData("mul.f32 %f1, %f11, %f11; add.f32 %f0, %f1, %f12;", 0x3a000000u, 0x3a000400u)]
    [InlineData("mul.f32 %f1, %f11, %f11; neg.f32 %f2, %f12; sub.f32 %f0, %f1, %f2;", 0x3a000000u, 0x3a000400u)]
    [InlineData("mul.f32 %f1, %f11, %f11; neg.f32 %f2, %f12; sub.f32 %f3, %f2, %f1; neg.f32 %f0, %f3;", 0x3a000000u, 0x3a000400u)]
    [InlineData("mul.rn.f32 %f1, %f11, %f11; add.f32 %f0, %f1, %f12;", 0x3a000000u, 0x3a000000u)]
    [InlineData("mul.f32 %f1, %f11, %f11; add.rn.f32 %f0, %f1, %f12;", 0x3a000000u, 0x3a000000u)]
    // What the product was of is something else by now.
    [InlineData("mov.f32 %f3, %f11; mul.f32 %f1, %f3, %f3; mov.f32 %f3, 0f00000000; add.f32 %f0, %f1, %f12;", 0x3a000000u, 0x3a000000u)]
    public void Sums_take_products_unrounded_where_they_may(string instructions, uint apart, uint contracted)
    {
        string body = $"ld.global.f32 %f11, [%rd1];\nld.global.f32 %f12, [%rd1+4];\n{instructions.Replace("; ", ";\n")}\n"
            + "st.global.f32 [%rd4], %f0;";
        uint[] inputs = [0x3f800800u, 0xbf800000u];
        Assert.Equal(apart, HandWritten.Run(body, inputs, 32)[0]);
        Assert.Equal(contracted, HandWritten.Run(body, inputs, 32, freedom: PtxFreedom.All)[0]);
    }

    [Xunit.Theory]
    [InlineData("add.ftz.f32 %f0, %f1, %f2;")]
    [InlineData("add.sat.f32 %f0, %f1, %f2;")]
    [InlineData("add.rz.f32 %f0, %f1, %f2;")]
    [InlineData("ex2.approx.f32 %f0, %f1;")]
    [InlineData("shfl.sync.down.b32 %r0, %r1, 1, 31, -1;")]
    [InlineData("atom.global.add.f32 %f0, [%rd1], %f1;")]
    [InlineData("ld.global.nc.f32 %f0, [%rd1];")]
    [InlineData("ld.f32 %f0, [%rd1];")]
    [InlineData("add.s32 %f0, %f1, %f2;")] // Wrong registers.
    [InlineData("add.f32 %f0, %f1, %rd2;")]
    [InlineData("add.f32 %f0, %f1, 3;")]
    [InlineData("add.f32 %f0, %f1;")]
    [InlineData("add.f32 %f99, %f1, %f2;")]
    [InlineData("mov.b32 %r0, %clock;")]
    [InlineData("mov.b32 %r0, 4294967296;")]
    [InlineData("bar.sync 1;")]
    [InlineData("bra nowhere;")]
    [InlineData(".local .align 4 .b8 depot[4];")]
    [InlineData("add.f32 %f0, %f1, %f2")]
    public void What_is_not_known_is_refused(string instruction)
    {
        var refused = Assert.Throws<NotSupportedException>(() => HandWritten.Run(instruction, [0], 32));
        Assert.Contains("PTX line 31", refused.Message, StringComparison.Ordinal);
    }
}
