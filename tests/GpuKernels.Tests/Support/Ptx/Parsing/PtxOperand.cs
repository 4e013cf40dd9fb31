namespace Fusion.Kernels.Tests.Support.Ptx.Parsing;

/// <summary>What an operand is.</summary>
internal enum PtxOperandKind
{
    /// <summary>A register, a special register, a number or the name of an array or a label.</summary>
    Plain,

    /// <summary>Several in braces.</summary>
    Vector,

    /// <summary>A place in memory, in brackets: a register or a name, and bytes behind it.</summary>
    Address,
}

/// <summary>An operand of an instruction, as text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A plain operand; of an address, its register or name.</param>
/// <param name="Offset">The bytes that an address adds.</param>
/// <param name="Elements">The elements of a vector.</param>
internal sealed record PtxOperand(PtxOperandKind Kind, string Text, long Offset, IReadOnlyList<PtxOperand> Elements)
{
    public static PtxOperand Plain(string text) => new(PtxOperandKind.Plain, text, 0, []);
}
