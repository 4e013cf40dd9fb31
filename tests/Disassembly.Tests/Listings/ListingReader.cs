using System.Text.RegularExpressions;

namespace Fusion.Disassembly.Tests.Listings;

/// <summary>Reads what <c>JitDisasm</c> prints.</summary>
public static partial class ListingReader
{
    public static IEnumerable<MethodCode> Read(IEnumerable<string> lines)
    {
        string? name = null, tier = null;
        var instructions = new List<Instruction>();
        var labels = new Dictionary<string, int>();
        foreach (string line in lines)
        {
            if (Head().Match(line) is { Success: true } head)
            {
                if (name is not null) throw new InvalidDataException($"The listing of {name} has no end.");
                (name, tier) = (head.Groups[1].Value, head.Groups[2].Value);
            }
            else if (name is null)
            {
                continue;
            }
            else if (line.StartsWith("; Total bytes of code", StringComparison.Ordinal))
            {
                yield return new MethodCode(name, tier!, [.. instructions], new Dictionary<string, int>(labels));
                name = null;
                instructions.Clear();
                labels.Clear();
            }
            else if (Label().Match(line) is { Success: true } label)
            {
                labels[label.Groups[1].Value] = instructions.Count;
            }
            else if (Code().Match(line) is { Success: true } code && code.Groups[1].Value != "align")
            {
                instructions.Add(new Instruction(code.Groups[1].Value, code.Groups[2].Value.TrimEnd()));
            }
        }

        if (name is not null) throw new InvalidDataException($"The listing of {name} has no end.");
    }

    [GeneratedRegex(@"^; Assembly listing for method (.+) \(([^()]*)\)$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s+([a-z][a-z0-9]*)(?:\s+([^;]*))?")]
    private static partial Regex Code();
}
