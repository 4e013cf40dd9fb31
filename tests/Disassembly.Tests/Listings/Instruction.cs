namespace Fusion.Disassembly.Tests.Listings;

/// <summary>One line of machine code.</summary>
/// <param name="Operation"><c>vfmadd231ps</c>.</param>
/// <param name="Operands"><c>ymm0, ymm12, ymmword ptr [rbp-0x50]</c>.</param>
public sealed record Instruction(string Operation, string Operands)
{
    public bool IsMultiplyAdd =>
        Operation.StartsWith("vfmadd", StringComparison.Ordinal) || Operation.StartsWith("vfnmadd", StringComparison.Ordinal);

    /// <summary>Reads or writes the frame: a spill, or a parameter or local that has no register.</summary>
    public bool TouchesFrame => Operands.Contains("[rsp", StringComparison.Ordinal) || Operands.Contains("[rbp", StringComparison.Ordinal);

    /// <summary>Reads a pointer or a number into a register of its own.</summary>
    public bool IsScalarLoad => Operation == "mov" && Operands.StartsWith('r');

    public bool UsesVectors => Uses("xmm") || Uses("ymm") || Uses("zmm");

    public bool IsJump => Operation.StartsWith('j');

    /// <summary>The label that a jump goes to: <c>G_M000_IG04</c>.</summary>
    public string? Target => IsJump ? Operands.Split(' ')[^1] : null;

    public bool Uses(string registers) => Operands.Contains(registers, StringComparison.Ordinal);

    public override string ToString() => $"{Operation,-12} {Operands}";
}
