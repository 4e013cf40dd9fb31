using System.Globalization;
using System.Text.RegularExpressions;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>The order of a kernel's events in OpenCL source as ILGPU writes it: one operation a line, with labels and jumps.</summary>
internal static partial class OpenCLOrder
{
    /// <summary>The graph of the kernel.</summary>
    /// <exception cref="NotSupportedException">A line accesses shared memory in a way that is not known here.</exception>
    public static EventGraph Of(string source)
    {
        string[] lines = [.. source.Split('\n').Select(line => line.Trim())];
        OpenCLPointers pointers = OpenCLPointers.Of(lines);
        var code = new CodeGraph();
        bool isConditional = false;
        foreach (string line in lines)
        {
            if (ConditionLine().IsMatch(line))
            {
                isConditional = true;
                continue;
            }
            if (LabelLine().Match(line) is { Success: true } label) code.Label(label.Groups["name"].Value);
            else if (GotoLine().Match(line) is { Success: true } jump) code.Jump(jump.Groups["name"].Value, isConditional);
            else if (ReturnLine().IsMatch(line)) code.Return(isConditional);
            else if (line.StartsWith("switch", StringComparison.Ordinal)) throw NotKnown(line);
            else if (Event(line, pointers) is { } one) code.Happen(one, isConditional);
            isConditional = false;
        }
        return code.Graph;
    }

    private static MemoryEvent? Event(string line, OpenCLPointers pointers)
    {
        if (line.StartsWith("work_group_barrier", StringComparison.Ordinal) || line.StartsWith("barrier", StringComparison.Ordinal))
            return MemoryEvent.Barrier;
        Match store = StoreLine().Match(line), load = LoadLine().Match(line);
        string address = (store.Success ? store : load).Groups["address"].Value;
        if (store.Success && pointers.Find(address) is { } target) return MemoryEvent.Store(target.Arrays, target.Bits);
        if (load.Success && pointers.Find(address) is { } origin) return MemoryEvent.Load(origin.Arrays, origin.Bits);
        if (AtomicLine().Match(line) is { Success: true } atomic && pointers.Find(atomic.Groups["address"].Value) is { } shared)
            return new MemoryEvent($"atomic {shared.Arrays}", false);
        return null;
    }

    private static NotSupportedException NotKnown(string line) => new($"'{line}' is not known to the order check.");

    [GeneratedRegex(@"^if\s*\(\s*!?\s*\w+\s*\)$")]
    private static partial Regex ConditionLine();

    [GeneratedRegex(@"^(?<name>L_\w+)\s*:")]
    private static partial Regex LabelLine();

    [GeneratedRegex(@"^goto\s+(?<name>L_\w+)\s*;")]
    private static partial Regex GotoLine();

    [GeneratedRegex(@"^return\s*;")]
    private static partial Regex ReturnLine();

    [GeneratedRegex(@"^\*\s*(?<address>\w+)\s*=[^=]")]
    private static partial Regex StoreLine();

    [GeneratedRegex(@"^\w+\s*=\s*\*\s*(?<address>\w+)\s*;")]
    private static partial Regex LoadLine();

    [GeneratedRegex(@"\batom\w*\s*\(\s*(\([^)]*\)\s*)?(?<address>\w+)")]
    private static partial Regex AtomicLine();
}
