using System.Globalization;
using System.Runtime.CompilerServices;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>Finds the registers of an instruction's operands.</summary>
internal sealed class OperandReader(PtxStatement statement, PtxKernel kernel, RegisterLayout registers, PtxFreedom freedom)
{
    private readonly string[] _parts = statement.Name.Split('.');

    public PtxFreedom Freedom => freedom;

    /// <summary>The type of the operands, which is last in the name.</summary>
    private string Type => _parts[^1] is "idx" or "uni" ? "b32" : _parts[^1];

    /// <summary>The index of the guard's predicate; -1 where there is none.</summary>
    public int Guard => statement.Guard is null ? -1 : Predicate(statement.Guard);

    /// <summary>Wants so many operands.</summary>
    public OperandReader Count(int count) =>
        statement.Operands.Count == count ? this : throw statement.Unknown($"{count} operands were expected.");

    /// <summary>Where the lanes of the register begin that an operand names as a result.</summary>
    public int To<T>(int operand)
        where T : unmanaged =>
        To<T>(Plain(operand));

    /// <summary>Where the lanes of an operand begin: of a register, or of a number, which is kept in one.</summary>
    public int From<T>(int operand)
        where T : unmanaged =>
        From<T>(Plain(operand));

    public int Predicate(int operand)
    {
        string text = Plain(operand);
        return text[0] == '%' ? Predicate(text[1..]) : throw statement.Unknown($"'{text}' is no predicate.");
    }

    /// <summary>The registers of a vector, or of one value alone.</summary>
    public int[] Vector<T>(int operand, int count, bool isResult)
        where T : unmanaged
    {
        PtxOperand one = statement.Operands[operand];
        IReadOnlyList<PtxOperand> elements = count == 1 && one.Kind == PtxOperandKind.Plain ? [one] : one.Elements;
        if (elements.Count != count || elements.Any(element => element.Kind != PtxOperandKind.Plain))
            throw statement.Unknown($"{count} registers were expected.");
        return [.. elements.Select(element => isResult ? To<T>(element.Text) : From<T>(element.Text))];
    }

    /// <summary>The register with an address, and what is added to it.</summary>
    public (int Register, long Offset) Address(int operand)
    {
        PtxOperand one = statement.Operands[operand];
        if (one.Kind != PtxOperandKind.Address) throw statement.Unknown("An address was expected.");
        return (From<ulong>(one.Text), one.Offset);
    }

    /// <summary>Where a parameter lies among the parameters.</summary>
    public int Parameter(int operand, int bytes)
    {
        PtxOperand one = statement.Operands[operand];
        PtxParameter? parameter = kernel.Parameters.FirstOrDefault(parameter => parameter.Name == one.Text);
        if (one.Kind != PtxOperandKind.Address || parameter is null || one.Offset < 0 || one.Offset + bytes > parameter.Bytes
            || one.Offset % bytes != 0)
            throw statement.Unknown("This is no part of a parameter.");
        return parameter.Offset + (int)one.Offset;
    }

    /// <summary>The instruction behind a label.</summary>
    public int Label(int operand) => Label(Plain(operand));

    /// <summary>The instructions behind the labels of a table.</summary>
    public IReadOnlyList<int> Table(int operand) =>
        kernel.Tables.TryGetValue(Plain(operand), out IReadOnlyList<string>? labels) ? [.. labels.Select(Label)]
        : throw statement.Unknown("There is no such table.");

    public void Barrier(int operand)
    {
        if (Plain(operand) != "0") throw statement.Unknown("Only barrier 0 is known here.");
    }

    private int Label(string name) =>
        kernel.Labels.TryGetValue(name, out int target) ? target : throw statement.Unknown($"There is no label '{name}'.");

    private string Plain(int operand) =>
        statement.Operands[operand] is { Kind: PtxOperandKind.Plain, Text: var text } ? text
        : throw statement.Unknown("A register or number was expected.");

    private int To<T>(string text)
        where T : unmanaged
    {
        if (text[0] != '%' || registers.Find(text[1..]) is not { } found) throw statement.Unknown($"'{text}' is no register.");
        Check<T>(text, found.Type, _parts[0] == "cvt" ? _parts[^2] : Type);
        return found.Index * RegisterLayout.Lanes;
    }

    private int From<T>(string text)
        where T : unmanaged
    {
        if (text[0] == '%')
        {
            if (registers.Find(text[1..]) is not { } found) return Special<T>(text);
            Check<T>(text, found.Type, Type);
            return found.Index * RegisterLayout.Lanes;
        }
        int index = registers.TryFindName(text, out ulong address) ? Constant<T>(address) : Number<T>(text);
        return index * RegisterLayout.Lanes;
    }

    private int Special<T>(string text)
    {
        int index = Unsafe.SizeOf<T>() == sizeof(uint) ? registers.FindSpecial(text) : -1;
        return index >= 0 ? index * RegisterLayout.Lanes : throw statement.Unknown($"'{text}' is no register of this size.");
    }

    /// <summary>Registers of bits go with every type of their size, others with their own (PTX ISA, "Operand Size Exceeding
    /// Instruction-Type Size" is not known here).</summary>
    private void Check<T>(string text, string declared, string type)
    {
        bool fits = declared != "pred" && declared[1..] == (8 * Unsafe.SizeOf<T>()).ToString(CultureInfo.InvariantCulture);
        bool isFloat = type[0] == 'f', isWhole = type[0] is 's' or 'u';
        if (!fits || (declared[0] == 'f' && isWhole) || (declared[0] is 's' or 'u' && isFloat))
            throw statement.Unknown($"'{text}' is declared as .{declared}.");
    }

    private int Number<T>(string text)
    {
        if (text.StartsWith("0f", StringComparison.Ordinal) && text.Length == 10 && typeof(T) != typeof(int)
            && Unsafe.SizeOf<T>() == sizeof(uint))
            return registers.Constant(uint.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        if (typeof(T) == typeof(float)
            || !Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 number)
            || number < long.MinValue || number > ulong.MaxValue)
            throw statement.Unknown($"'{text}' is no number of this type.");
        return Constant<T>(unchecked((ulong)number));
    }

    private int Constant<T>(ulong value)
    {
        if (Unsafe.SizeOf<T>() == sizeof(ulong)) return registers.Constant(value);
        if ((long)value is < int.MinValue or > uint.MaxValue) throw statement.Unknown($"{(long)value} has more than 32 bits.");
        return registers.Constant(unchecked((uint)value));
    }

    private int Predicate(string name) =>
        registers.Find(name) is { Type: "pred" } found ? found.Index : throw statement.Unknown($"'%{name}' is no predicate.");
}
