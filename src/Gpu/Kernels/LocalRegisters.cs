using System.Globalization;
using System.Text.RegularExpressions;

namespace Fusion.Gpu.Kernels;

/// <summary>
/// Has the operands of inline assembly in registers. ILGPU 1.5.3 hands them over through memory of the thread's own, a word for each,
/// which is only ever stored to and loaded from by its name: a register does as well.
/// </summary>
internal static partial class LocalRegisters
{
    /// <summary>The same module without such words. What is used in another way stays in memory.</summary>
    public static string Use(string ptx)
    {
        if (!ptx.Contains("__local_depot", StringComparison.Ordinal) || ptx.Contains(".func", StringComparison.Ordinal)) return ptx;
        Dictionary<string, string> words = Words(ptx);
        if (words.Count == 0) return ptx;
        string registers = $"\t.reg .b32 %local<{words.Values.Max(number => int.Parse(number, CultureInfo.InvariantCulture)) + 1}>;\n";
        var moved = words.Values.ToHashSet();
        ptx = Variable().Replace(ptx, found => moved.Contains(found.Groups["number"].Value) ? "" : found.Value);
        ptx = Address().Replace(ptx, found => words.ContainsKey(found.Groups["register"].Value) ? "" : found.Value);
        ptx = Store().Replace(ptx, found => words.TryGetValue(found.Groups["register"].Value, out string? number)
            ? $"mov.{found.Groups["type"].Value}\t%local{number}, " : found.Value);
        ptx = Load().Replace(ptx, found => words.TryGetValue(found.Groups["register"].Value, out string? number)
            ? $"mov.{found.Groups["type"].Value}\t{found.Groups["target"].Value}, %local{number};" : found.Value);
        int body = ptx.IndexOf("{\n", StringComparison.Ordinal) + 2;
        return ptx.Insert(body, registers);
    }

    /// <summary>The words that are only stored to and loaded from, by the registers with their addresses.</summary>
    private static Dictionary<string, string> Words(string ptx)
    {
        var variables = Variable().Matches(ptx).Select(found => found.Groups["number"].Value).ToHashSet();
        var uses = AddressRegister().Matches(ptx).CountBy(found => found.Value).ToDictionary();
        var known = Address().Matches(ptx).Concat(Store().Matches(ptx)).Concat(Load().Matches(ptx))
            .CountBy(found => found.Groups["register"].Value).ToDictionary();
        return Address().Matches(ptx)
            .Select(found => (Register: found.Groups["register"].Value, Number: found.Groups["number"].Value))
            .Where(word => variables.Contains(word.Number) && uses[word.Register] == known[word.Register])
            .ToDictionary(word => word.Register, word => word.Number);
    }

    [GeneratedRegex(@"^[ \t]*\.local \.align 4 \.b8 __local_depot(?<number>\d+)\[4\];\r?\n", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[ \t]*mov\.[bu]64\s+(?<register>%rd\d+), __local_depot(?<number>\d+);\r?\n", RegexOptions.Multiline)]
    private static partial Regex Address();

    [GeneratedRegex(@"st\.local\.(?<type>[bfsu]32)\s+\[(?<register>%rd\d+)\], ")]
    private static partial Regex Store();

    [GeneratedRegex(@"ld\.local\.(?<type>[bfsu]32)\s+(?<target>%\w+), \[(?<register>%rd\d+)\];")]
    private static partial Regex Load();

    [GeneratedRegex(@"%rd\d+\b")]
    private static partial Regex AddressRegister();
}
