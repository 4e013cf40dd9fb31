using System.Globalization;
using System.Text.RegularExpressions;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>The variables of an OpenCL kernel that point to shared memory.</summary>
internal sealed partial class OpenCLPointers
{
    private readonly Dictionary<string, int> _bits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SharedArrays> _arrays = new(StringComparer.Ordinal);

    private OpenCLPointers()
    {
    }

    /// <summary>Reads the types, the declarations, and what is computed from the address of a shared array.</summary>
    public static OpenCLPointers Of(string[] lines)
    {
        var pointers = new OpenCLPointers();
        Dictionary<string, int> types = LocalPointers(lines, Structures(lines));
        int count = 0;
        foreach (string line in lines)
        {
            if (ArrayLine().Match(line) is { Success: true } array)
                pointers._arrays[array.Groups["name"].Value] = SharedArrays.Of(count++);
            else if (VariableLine().Match(line) is { Success: true } variable
                && types.TryGetValue(variable.Groups["type"].Value, out int bits))
                pointers._bits[variable.Groups["name"].Value] = bits;
        }
        pointers.Follow(lines);
        return pointers;
    }

    /// <summary>What a variable points to, and the bits of an access through it; null where it does not point to shared memory.</summary>
    public (SharedArrays Arrays, int Bits)? Find(string variable) =>
        _bits.TryGetValue(variable, out int bits) ? (_arrays.GetValueOrDefault(variable), bits) : null;

    private void Follow(string[] lines)
    {
        for (bool hasChanged = true; hasChanged;)
        {
            hasChanged = false;
            foreach (string line in lines)
            {
                Match assignment = AssignmentLine().Match(line);
                string target = assignment.Groups["target"].Value;
                if (!assignment.Success || !_bits.ContainsKey(target)) continue;
                SharedArrays before = _arrays.GetValueOrDefault(target), after = before;
                foreach (Match name in Name().Matches(assignment.Groups["value"].Value)) after |= _arrays.GetValueOrDefault(name.Value);
                if (after == before) continue;
                _arrays[target] = after;
                hasChanged = true;
            }
        }
    }

    /// <summary>The bits of each structure.</summary>
    private static Dictionary<string, int> Structures(string[] lines)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            if (StructureLine().Match(lines[i]) is not { Success: true } start || lines[i].EndsWith(';')) continue;
            int bits = 0;
            for (i += 2; lines[i] != "};"; i++) bits += BitsOf(lines[i].Split(' ')[^2], sizes);
            sizes[start.Groups["name"].Value] = bits;
        }
        return sizes;
    }

    /// <summary>The types of pointers to shared memory, with the bits of what they point to.</summary>
    private static Dictionary<string, int> LocalPointers(string[] lines, Dictionary<string, int> structures)
    {
        var types = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            if (PointerLine().Match(line) is { Success: true } pointer)
                types[pointer.Groups["name"].Value] = BitsOf(pointer.Groups["of"].Value, structures);
        }
        return types;
    }

    private static int BitsOf(string type, Dictionary<string, int> structures) => type switch
    {
        "float" or "int" or "uint" => 32,
        "double" or "long" or "ulong" => 64,
        "half" or "short" or "ushort" => 16,
        "char" or "uchar" or "bool" => 8,
        _ => structures.GetValueOrDefault(type),
    };

    [GeneratedRegex(@"^struct (?<name>\w+)$")]
    private static partial Regex StructureLine();

    [GeneratedRegex(@"^typedef local (struct )?(?<of>\w+)\s*\*\s*(?<name>\w+);")]
    private static partial Regex PointerLine();

    [GeneratedRegex(@"^local .*\b(?<name>\w+)\[\d+\];")]
    private static partial Regex ArrayLine();

    [GeneratedRegex(@"^(?<type>\w+) (?<name>\w+);")]
    private static partial Regex VariableLine();

    [GeneratedRegex(@"^(?<target>\w+)\s*=(?<value>[^=].*);")]
    private static partial Regex AssignmentLine();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Name();
}
