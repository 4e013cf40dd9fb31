using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>An instruction of a method's IL.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Operand">A method, field, type, string, number or variable; null where there is none.</param>
/// <param name="Targets">Indices of the instructions that it may jump to.</param>
internal sealed record IlInstruction(OpCode Code, object? Operand, IReadOnlyList<int> Targets)
{
    private static readonly Dictionary<short, OpCode> _codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The instructions of a method.</summary>
    public static IReadOnlyList<IlInstruction> Of(MethodBase method)
    {
        byte[] il = method.GetMethodBody()?.GetILAsByteArray() ?? throw new InvalidOperationException($"{method} has no body.");
        var starts = new Dictionary<int, int>();
        var read = new List<(OpCode Code, object? Operand, int[] Targets)>();
        for (int at = 0; at < il.Length;)
        {
            starts.Add(at, read.Count);
            OpCode code = il[at] == 0xFE ? _codes[(short)(0xFE00 | il[at + 1])] : _codes[il[at]];
            at += code.Size;
            (object? operand, int[] targets, int size) = Read(method, code, il, at);
            at += size;
            read.Add((code, operand, targets));
        }
        return [.. read.Select(one => new IlInstruction(one.Code, one.Operand, [.. one.Targets.Select(target => starts[target])]))];
    }

    private static (object? Operand, int[] Targets, int Size) Read(MethodBase method, OpCode code, byte[] il, int at)
    {
        ReadOnlySpan<byte> rest = il.AsSpan(at);
        switch (code.OperandType)
        {
            case OperandType.InlineNone: return (null, [], 0);
            case OperandType.ShortInlineBrTarget: return (null, [at + 1 + (sbyte)rest[0]], 1);
            case OperandType.InlineBrTarget: return (null, [at + 4 + Int32(rest)], 4);
            case OperandType.InlineSwitch:
                int count = Int32(rest), end = at + 4 + 4 * count;
                int[] targets = new int[count];
                for (int i = 0; i < count; i++) targets[i] = end + Int32(il.AsSpan(at + 4 + 4 * i));
                return (null, targets, 4 + 4 * count);
            case OperandType.ShortInlineVar: return ((int)rest[0], [], 1);
            case OperandType.InlineVar: return ((int)BinaryPrimitives.ReadUInt16LittleEndian(rest), [], 2);
            case OperandType.ShortInlineI: return ((int)(sbyte)rest[0], [], 1);
            case OperandType.InlineI: return (Int32(rest), [], 4);
            case OperandType.ShortInlineR: return (null, [], 4);
            case OperandType.InlineI8 or OperandType.InlineR: return (null, [], 8);
            case OperandType.InlineString: return (method.Module.ResolveString(Int32(rest)), [], 4);
            default: return (Member(method, Int32(rest)), [], 4);
        }
    }

    private static MemberInfo? Member(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static int Int32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);
}
