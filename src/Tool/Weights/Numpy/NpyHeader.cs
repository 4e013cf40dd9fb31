using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights.Numpy;

/// <summary>The head of an array of NumPy (numpy.lib.format): <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4),
/// }</c>.</summary>
/// <param name="DataType">The type, as <c>.safetensors</c> calls it.</param>
/// <param name="IsBigEndian">Whether the bytes of a value come in the other order.</param>
/// <param name="IsFortran">Whether the first index runs fastest.</param>
/// <param name="Dimensions">The shape.</param>
/// <param name="Length">Bytes before the values.</param>
internal sealed partial record NpyHeader(string DataType, bool IsBigEndian, bool IsFortran, int[] Dimensions, int Length)
{
    /// <summary>Enough for the head of any array of numbers.</summary>
    public const int Longest = 4096;

    private const int MarkLength = 8, LargestRank = 64;

    public long Elements => Dimensions.Aggregate(1L, (product, size) => Math.Min(product * size, Array.MaxLength + 1L));

    /// <param name="start">The first bytes of the file, at most <see cref="Longest"/>.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="ToolException">It is no array of numbers.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> start, string name)
    {
        if (!start.StartsWith((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8]) || start.Length < MarkLength + 4 || start[6] is < 1 or > 3)
            throw new ToolException($"{name} is no array of NumPy.");
        int begin = start[6] == 1 ? MarkLength + 2 : MarkLength + 4;
        long length = start[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(start[MarkLength..])
            : BinaryPrimitives.ReadUInt32LittleEndian(start[MarkLength..]);
        if (length > start.Length - begin) throw new ToolException($"{name}: its head is cut short, or longer than {Longest} bytes.");
        string text = Encoding.Latin1.GetString(start.Slice(begin, (int)length));
        if (ObjectType().IsMatch(text))
            throw new ToolException($"{name} is an array of Python objects, a pickle that could run anything: it is refused.");
        Match match = Head().Match(text);
        if (!match.Success || !match.Groups["type"].Success || !match.Groups["fortran"].Success || !match.Groups["shape"].Success)
            throw new ToolException(
                $"{name}: its head is not that of an array of numbers: {text.Trim()[..Math.Min(80, text.Trim().Length)]}");
        string type = match.Groups["type"].Value;
        string[] sizes = match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] dimensions = [.. sizes.Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : throw new ToolException($"{name}: a size of its shape is '{size}'."))];
        if (dimensions.Length > LargestRank) throw new ToolException($"{name} has {dimensions.Length} dimensions.");
        return new NpyHeader(
            Type(type[1..]) ?? throw new ToolException($"{name} has values of the type '{type}', which is not read."),
            type[0] == '>', match.Groups["fortran"].Value == "True", dimensions, begin + (int)length);
    }

    private static string? Type(string type) => type switch
    {
        "f2" => "F16",
        "f4" => "F32",
        "f8" => "F64",
        "i1" => "I8",
        "i2" => "I16",
        "i4" => "I32",
        "i8" => "I64",
        "u1" => "U8",
        "u2" => "U16",
        "u4" => "U32",
        "u8" => "U64",
        "b1" => "BOOL",
        _ => null,
    };

    [GeneratedRegex(
        @"^\s*\{\s*((['""]descr['""]\s*:\s*['""](?<type>[<>|=][^'""]{1,8})['""]|['""]fortran_order['""]\s*:\s*(?<fortran>True|False)"
        + @"|['""]shape['""]\s*:\s*\((?<shape>[^)]*)\))\s*,?\s*)+\}\s*$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Head();

    [GeneratedRegex(@"['""]descr['""]\s*:\s*['""]\|O['""]", RegexOptions.NonBacktracking)]
    private static partial Regex ObjectType();
}
