using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;

namespace Fusion.Tool.Assemblies;

/// <summary>Walks through the instructions of a method (ECMA-335, partition III) without running them.</summary>
internal static class IntermediateLanguage
{
    private static readonly Dictionary<int, OpCode> s_opcodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(opcode => opcode.Value & 0xFFFF);

    /// <summary>The tokens of the methods that are called.</summary>
    public static IEnumerable<int> Calls(ImmutableArray<byte> body) => Operands(body, OpCodes.Call);

    /// <summary>The tokens of the texts that are used.</summary>
    public static IEnumerable<int> Texts(ImmutableArray<byte> body) => Operands(body, OpCodes.Ldstr);

    private static List<int> Operands(ImmutableArray<byte> body, OpCode wanted)
    {
        List<int> found = [];
        ReadOnlySpan<byte> code = body.AsSpan();
        for (int position = 0; position < code.Length;)
        {
            int value = code[position++];
            if (value == 0xFE && position < code.Length) value = 0xFE00 | code[position++];
            if (!s_opcodes.TryGetValue(value, out OpCode opcode))
                throw new BadImageFormatException($"There is no instruction 0x{value:X}.");
            int length = OperandLength(opcode, code[position..]);
            if (length < 0 || length > code.Length - position) throw new BadImageFormatException("An instruction is cut short.");
            if (opcode == wanted) found.Add(BinaryPrimitives.ReadInt32LittleEndian(code[position..]));
            position += length;
        }
        return found;
    }

    private static int OperandLength(OpCode opcode, ReadOnlySpan<byte> rest) => opcode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => rest.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(rest) is < 0 or > 0xFFFFFF
            ? -1 : 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(rest),
        _ => 4,
    };
}
