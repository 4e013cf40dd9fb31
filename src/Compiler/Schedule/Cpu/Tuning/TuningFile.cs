using System.Globalization;
using System.Text;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>A line of a tuning file that says nothing, and why.</summary>
/// <param name="Line">Its number, from 0.</param>
public sealed record TuningMistake(int Line, string Message);

/// <summary>
/// The text of a tuning file: one layer a line, <c>3×3 64→64 at 56×56 | * | winograd=4</c> or <c>1×1 64→256 at 56×56 | Avx2 | vectors=2
/// pixels=6</c>; lines that start with # are comments.
/// </summary>
public static class TuningFile
{
    private const int MostNumber = 1 << 20;

    /// <summary>Reads a file. Lines with a mistake are left out, and named.</summary>
    public static (Tuning Tuning, EquatableArray<TuningMistake> Mistakes) Parse(string text)
    {
        var layers = new List<TunedLayer>();
        var mistakes = new List<TuningMistake>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            string? mistake = Read(line, out TunedLayer? layer);
            if (mistake is null) layers.Add(layer!);
            else mistakes.Add(new TuningMistake(i, mistake));
        }
        return (new Tuning(layers.ToEquatableArray()), mistakes.ToEquatableArray());
    }

    public static string Print(Tuning tuning, IEnumerable<string> comments)
    {
        var text = new StringBuilder();
        foreach (string comment in comments) text.Append("# ").Append(comment).Append('\n');
        foreach (TunedLayer layer in tuning.Layers)
        {
            text.Append(layer.Layer).Append(" | ").Append(layer.Set).Append(" |");
            foreach (var (name, value) in Choices(layer))
                if (value is { } number) text.Append(' ').Append(name).Append('=').Append(number.ToString(CultureInfo.InvariantCulture));
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string? Read(string line, out TunedLayer? layer)
    {
        layer = null;
        string[] parts = line.Split('|');
        if (parts.Length != 3) return $"{parts.Length} parts were found; three were expected: layer | instruction set | choices";
        string set = parts[1].Trim();
        if (set != TunedLayer.EverySet && InstructionSet.All.All(known => known.Name != set))
            return $"'{set}' is no instruction set; {string.Join(", ", InstructionSet.All.Select(known => known.Name))} or " +
                $"{TunedLayer.EverySet} was expected";
        var tuned = new TunedLayer(parts[0].Trim(), set);
        foreach (string choice in parts[2].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = choice.Split('=');
            if (pair.Length != 2 || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                || value > MostNumber)
                return $"'{choice}' was found; name=number was expected";
            bool isForAll = pair[0] is "winograd" or "blocks";
            if (isForAll != (set == TunedLayer.EverySet))
                return isForAll
                    ? $"{pair[0]} decides about bits, and stands in a line for every instruction set: '{TunedLayer.EverySet}' was " +
                    $"expected in place of '{set}'"
                    : $"{pair[0]} stands in a line for one instruction set";
            if (pair[0] == "winograd" && value is not (0 or 2 or 4)) return $"winograd={value} was found; 0, 2 or 4 was expected";
            if (pair[0] is "vectors" or "pixels" or "blocks" && value == 0) return $"{pair[0]}=0 was found; at least 1 was expected";
            TunedLayer? next = pair[0] switch
            {
                "winograd" => tuned with { Winograd = value },
                "blocks" => tuned with { Blocks = value },
                "vectors" => tuned with { Vectors = value },
                "pixels" => tuned with { Pixels = value },
                "ahead" => tuned with { Ahead = value },
                _ => null,
            };
            if (next is null)
                return $"'{pair[0]}' is no choice; {string.Join(", ", Choices(tuned).Select(known => known.Name))} were expected";
            tuned = next;
        }
        layer = tuned;
        return null;
    }

    private static IEnumerable<(string Name, int? Value)> Choices(TunedLayer layer) =>
    [
        ("winograd", layer.Winograd), ("blocks", layer.Blocks), ("vectors", layer.Vectors), ("pixels", layer.Pixels),
        ("ahead", layer.Ahead),
    ];
}
