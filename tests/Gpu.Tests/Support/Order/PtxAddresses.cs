using System.Globalization;
using System.Text.RegularExpressions;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>
/// The shared arrays that PTX registers lead to: what is computed from the address of an array leads to it. Registers are used again for
/// other values, so that this is known at each place of the code for itself; the code is read until nothing changes.
/// </summary>
internal sealed partial class PtxAddresses
{
    private readonly Dictionary<string, SharedArrays> _arrays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, SharedArrays>> _atLabels = new(StringComparer.Ordinal);
    private Dictionary<string, SharedArrays> _registers = new(StringComparer.Ordinal);
    private bool _hasChanged;

    public PtxAddresses(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            if (SharedArray().Match(line) is not { Success: true } array) continue;
            int number = int.Parse(array.Groups["number"].Value, CultureInfo.InvariantCulture);
            _arrays.Add(array.Groups["name"].Value, SharedArrays.Of(number));
        }
    }

    /// <summary>What a register or an array's name leads to, here.</summary>
    public SharedArrays Find(string name) =>
        _arrays.TryGetValue(name, out SharedArrays array) ? array : _registers.GetValueOrDefault(name);

    /// <summary>An instruction computes its first operand from the others.</summary>
    public void Compute(string name, string operands, bool perhaps)
    {
        if (name.StartsWith("st.", StringComparison.Ordinal)) return;
        string[] names = [.. Name().Matches(operands).Select(match => match.Value)];
        if (names.Length == 0) return;
        SharedArrays arrays = perhaps ? Find(names[0]) : SharedArrays.None;
        bool isLoad = name.StartsWith("ld.", StringComparison.Ordinal);
        foreach (string source in names.Skip(1)) arrays |= isLoad ? SharedArrays.None : Find(source);
        if (arrays.IsNone) _registers.Remove(names[0]);
        else _registers[names[0]] = arrays;
    }

    public void Jump(string label, bool perhaps)
    {
        Merge(label);
        if (!perhaps) _registers = new(StringComparer.Ordinal);
    }

    public void Label(string name)
    {
        Merge(name);
        _registers = new(_atLabels[name], StringComparer.Ordinal);
    }

    /// <summary>Whether the code has to be read once more, from its start.</summary>
    public bool HaveChanged()
    {
        bool hasChanged = _hasChanged;
        _hasChanged = false;
        _registers = new(StringComparer.Ordinal);
        return hasChanged;
    }

    private void Merge(string label)
    {
        if (!_atLabels.TryGetValue(label, out Dictionary<string, SharedArrays>? registers))
            _atLabels.Add(label, registers = new(StringComparer.Ordinal));
        foreach ((string register, SharedArrays arrays) in _registers)
        {
            SharedArrays before = registers.GetValueOrDefault(register);
            if ((before | arrays) == before) continue;
            registers[register] = before | arrays;
            _hasChanged = true;
        }
    }

    [GeneratedRegex(@"^\.shared .*\b(?<name>__shared_alloca(?<number>\d+))\b")]
    private static partial Regex SharedArray();

    [GeneratedRegex(@"%\w+|__shared_alloca\d+")]
    private static partial Regex Name();
}
