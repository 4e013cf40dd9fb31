using System.Globalization;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Support.Ptx.Execution;

/// <summary>
/// Where the registers of a warp lie: those of 32 bits in one array, those of 64 in another, 32 lanes side by side, and a bit for each
/// lane of a predicate. Numbers and special registers are registers, too, which are filled before the kernel begins.
/// </summary>
internal sealed class RegisterLayout
{
    public const int Lanes = 32;

    private static readonly string[] s_special =
        [.. from name in new[] { "tid", "ntid", "ctaid", "nctaid" } from axis in "xyz" select $"%{name}.{axis}", "%laneid"];

    private readonly Dictionary<string, (string Type, int Count, int First)> _registers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, int> _words = [];
    private readonly Dictionary<ulong, int> _longs = [];
    private readonly Dictionary<string, int> _special = new(StringComparer.Ordinal);

    public RegisterLayout(PtxKernel kernel)
    {
        foreach ((string prefix, (string type, int count)) in kernel.Registers)
        {
            int first = type switch
            {
                "pred" => Take(ref _predicates, count),
                _ when type.EndsWith("32", StringComparison.Ordinal) => Take(ref _wordCount, count),
                _ when type.EndsWith("64", StringComparison.Ordinal) => Take(ref _longCount, count),
                _ => -1,
            };
            _registers.Add(prefix, (type, count, first));
        }
        DeclaredWords = _wordCount;
        DeclaredLongs = _longCount;
    }

    private int _predicates;
    private int _wordCount;
    private int _longCount;

    public int Predicates => _predicates;

    /// <summary>Registers of 32 bits, numbers and special registers among them.</summary>
    public int Words => _wordCount;

    public int Longs => _longCount;

    /// <summary>Registers of 32 bits that the kernel declares, which are the first.</summary>
    public int DeclaredWords { get; }

    public int DeclaredLongs { get; }

    /// <summary>Numbers of 32 bits, with their registers.</summary>
    public IReadOnlyDictionary<uint, int> WordConstants => _words;

    public IReadOnlyDictionary<ulong, int> LongConstants => _longs;

    /// <summary>Special registers that are used.</summary>
    public IReadOnlyDictionary<string, int> Special => _special;

    /// <summary>Gives a name a value: the address of an array.</summary>
    public void Name(string name, ulong value) => _names.Add(name, value);

    /// <summary>The value of a name.</summary>
    public bool TryFindName(string name, out ulong value) => _names.TryGetValue(name, out value);

    /// <summary>The register of a name, without its %.</summary>
    /// <returns>Its type and index; null where none has been declared.</returns>
    public (string Type, int Index)? Find(string name)
    {
        int digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1])) digits--;
        if (digits == name.Length || !_registers.TryGetValue(name[..digits], out var declared)) return null;
        int number = int.Parse(name.AsSpan(digits), CultureInfo.InvariantCulture);
        return number < declared.Count && declared.First >= 0 ? (declared.Type, declared.First + number) : null;
    }

    /// <summary>The register with a number of 32 bits.</summary>
    public int Constant(uint value) => Take(_words, value, ref _wordCount);

    public int Constant(ulong value) => Take(_longs, value, ref _longCount);

    /// <summary>A special register; -1 where none of this name is known.</summary>
    public int FindSpecial(string name) =>
        Array.IndexOf(s_special, name) < 0 ? -1 : Take(_special, name, ref _wordCount);

    private static int Take(ref int count, int more)
    {
        int first = count;
        count += more;
        return first;
    }

    private static int Take<T>(Dictionary<T, int> taken, T value, ref int count)
        where T : notnull
    {
        if (!taken.TryGetValue(value, out int index)) taken.Add(value, index = count++);
        return index;
    }
}
