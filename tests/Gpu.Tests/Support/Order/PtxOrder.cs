using System.Globalization;
using System.Text.RegularExpressions;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>The order of a kernel's events in PTX.</summary>
internal static partial class PtxOrder
{
    /// <summary>The graph of the kernel in a module.</summary>
    /// <exception cref="NotSupportedException">The kernel calls functions, or jumps in a way that is not known here.</exception>
    public static EventGraph Of(string ptx)
    {
        string[] lines = [.. ptx.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("//"))];
        var addresses = new PtxAddresses(lines);
        CodeGraph code;
        do code = Read(lines, addresses);
        while (addresses.HaveChanged());
        return code.Graph;
    }

    private static CodeGraph Read(string[] lines, PtxAddresses addresses)
    {
        var code = new CodeGraph();
        foreach (string line in lines)
        {
            Match label = LabelLine().Match(line);
            if (label.Success)
            {
                code.Label(label.Groups["name"].Value);
                addresses.Label(label.Groups["name"].Value);
                continue;
            }
            Match instruction = InstructionLine().Match(line);
            if (!instruction.Success || line[0] == '.') continue;
            bool perhaps = instruction.Groups["predicate"].Success;
            string name = instruction.Groups["name"].Value, operands = instruction.Groups["operands"].Value;
            switch (name.Split('.')[0])
            {
                case "bra":
                    code.Jump(operands.Trim(), perhaps);
                    addresses.Jump(operands.Trim(), perhaps);
                    break;
                case "ret" or "exit": code.Return(perhaps); break;
                case "brx" or "call": throw new NotSupportedException($"'{line}' is not known to the order check.");
                default:
                    if (Event(name, operands, addresses) is { } one) code.Happen(one, perhaps);
                    addresses.Compute(name, operands, perhaps);
                    break;
            }
        }
        return code;
    }

    private static MemoryEvent? Event(string name, string operands, PtxAddresses addresses)
    {
        string[] parts = name.Split('.');
        if (parts[0] is "bar" or "barrier") return MemoryEvent.Barrier;
        if (parts[0] is "ld" or "st" && parts.Length > 1 && parts[1] is not ("global" or "param" or "const" or "local"))
        {
            SharedArrays arrays = addresses.Find(Address().Match(operands).Groups["base"].Value);
            // A generic access that leads to no shared array is one to global memory.
            if (parts[1] != "shared" && arrays.IsNone) return null;
            return parts[0] == "ld" ? MemoryEvent.Load(arrays, Bits(parts)) : MemoryEvent.Store(arrays, Bits(parts));
        }
        if (parts[0] is "atom" or "red")
        {
            SharedArrays arrays = addresses.Find(Address().Match(operands).Groups["base"].Value);
            return arrays.IsNone ? null : new MemoryEvent($"atomic {arrays}", false);
        }
        return MemoryEvent.Assembly(name);
    }

    private static int Bits(string[] parts)
    {
        int count = parts.Contains("v4") ? 4 : parts.Contains("v2") ? 2 : 1;
        return count * int.Parse(parts[^1].AsSpan(1), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?<name>[\w$]+):")]
    private static partial Regex LabelLine();

    [GeneratedRegex(@"^\{?\s*(?<predicate>@!?%\w+\s+)?(?<name>[a-z][\w.:]*)\s*(?<operands>[^;]*);")]
    private static partial Regex InstructionLine();

    [GeneratedRegex(@"\[\s*(?<base>[%\w]+)")]
    private static partial Regex Address();
}
