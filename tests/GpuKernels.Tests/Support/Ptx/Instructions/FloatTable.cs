using Float = Fusion.Kernels.Tests.Support.Ptx.Instructions.FloatOperators;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>Instructions of fp32. Without a rounding mode they round to nearest, too; only <see cref="Contraction"/> makes a
/// difference.</summary>
internal static class FloatTable
{
    public static Dictionary<string, Func<OperandReader, Instruction>> All { get; } = new(StringComparer.Ordinal)
    {
        ["mov.f32"] = operands => operands.Move<float>(),
        ["selp.f32"] = operands => operands.Select<float>(),
        ["add.f32"] = operands => operands.VectorBinary<Float.Add, float>(),
        ["add.rn.f32"] = operands => operands.VectorBinary<Float.Add, float>(),
        ["sub.f32"] = operands => operands.VectorBinary<Float.Subtract, float>(),
        ["sub.rn.f32"] = operands => operands.VectorBinary<Float.Subtract, float>(),
        ["mul.f32"] = operands => operands.VectorBinary<Float.Multiply, float>(),
        ["mul.rn.f32"] = operands => operands.VectorBinary<Float.Multiply, float>(),
        ["div.rn.f32"] = operands => operands.Binary<Float.Divide, float>(),
        ["rcp.rn.f32"] = operands => operands.Unary<Float.Reciprocal, float, float>(),
        ["sqrt.rn.f32"] = operands => operands.Unary<Float.SquareRoot, float, float>(),
        ["neg.f32"] = operands => operands.Unary<Float.Negate, uint, uint>(),
        ["abs.f32"] = operands => operands.Unary<Float.Absolute, uint, uint>(),
        ["min.f32"] = operands => operands.Binary<Float.Least, float>(),
        ["max.f32"] = operands => operands.Binary<Float.Greatest, float>(),
        ["min.NaN.f32"] = operands => operands.Binary<Float.LeastOrNoNumber, float>(),
        ["max.NaN.f32"] = operands => operands.Binary<Float.GreatestOrNoNumber, float>(),
        ["fma.rn.f32"] = operands => operands.Ternary<Float.MultiplyAdd, float>(),
        [Contraction.ProductFrom] = operands => operands.Ternary<Float.MultiplySubtractFrom, float>(),
        [Contraction.FromProduct] = operands => operands.Ternary<Float.MultiplySubtract, float>(),
        ["cvt.rn.f32.s32"] = operands => operands.Unary<Conversions.SignedToFloat, int, float>(),
        ["cvt.rn.f32.s64"] = operands => operands.Unary<Conversions.SignedLongToFloat, long, float>(),
        ["cvt.rn.f32.u32"] = operands => operands.Unary<Conversions.UnsignedToFloat, uint, float>(),
        ["cvt.rzi.s32.f32"] = operands => operands.Unary<Conversions.FloatToSigned, float, int>(),
        ["cvt.rzi.u32.f32"] = operands => operands.Unary<Conversions.FloatToUnsigned, float, uint>(),
        ["cvt.rna.tf32.f32"] = operands => operands.Unary<Conversions.ToTensorFloat, uint, uint>(),
        ["cvt.rn.bf16x2.f32"] = operands => operands.Binary<Conversions.ToPairOfBFloat, uint>(),
        ["mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32"] = operands => operands.Matrices(isNarrow: false),
        ["mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"] = operands => operands.Matrices(isNarrow: true),
    };
}
