using System.Globalization;

namespace Fusion.Kernels.Tests.Support.Ptx.Parsing;

/// <summary>Takes the text of operands apart.</summary>
internal static class OperandText
{
    /// <summary>The operands in a text, which commas outside of braces separate.</summary>
    public static IReadOnlyList<PtxOperand> Split(string text)
    {
        var operands = new List<PtxOperand>();
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char one = i < text.Length ? text[i] : ',';
            if (one is '{' or '[') depth++;
            else if (one is '}' or ']') depth--;
            else if (one == ',' && (depth == 0 || i == text.Length))
            {
                string operand = text[start..i].Trim();
                if (operand.Length > 0) operands.Add(Parse(operand));
                else if (i < text.Length || operands.Count > 0) throw new NotSupportedException($"An operand is missing in '{text}'.");
                start = i + 1;
            }
        }
        if (depth != 0) throw new NotSupportedException($"Braces are not closed in '{text}'.");
        return operands;
    }

    private static PtxOperand Parse(string text) => text[0] switch
    {
        '{' when text[^1] == '}' => new PtxOperand(PtxOperandKind.Vector, text, 0, Split(text[1..^1])),
        '[' when text[^1] == ']' => Address(text[1..^1].Trim()),
        '{' or '[' => throw new NotSupportedException($"'{text}' is no operand."),
        _ when text.AsSpan().ContainsAny(" \t{}[]") => throw new NotSupportedException($"'{text}' is no operand."),
        _ => PtxOperand.Plain(text),
    };

    private static PtxOperand Address(string text)
    {
        int sign = text.LastIndexOf('+');
        string place = sign < 0 ? text : text[..sign].Trim();
        long offset = sign < 0 ? 0 : long.Parse(text[(sign + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (place.Length == 0 || place.AsSpan().ContainsAny(" \t+-{}[],"))
            throw new NotSupportedException($"'[{text}]' is no address that is known here.");
        return new PtxOperand(PtxOperandKind.Address, place, offset, []);
    }
}
