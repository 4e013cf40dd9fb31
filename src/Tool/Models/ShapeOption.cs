using System.Globalization;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Models;

/// <summary>Shapes of a model's inputs as they are written on the command line: <c>x=1x3x224x224</c>.</summary>
internal static class ShapeOption
{
    private const int MostDimensions = 8;

    /// <summary>One set of shapes for each size of the network: the n-th shape of an input belongs to the n-th size.</summary>
    /// <exception cref="ToolException">A shape is none.</exception>
    public static IReadOnlyList<Dictionary<string, int[]>> Parse(IEnumerable<string> options)
    {
        List<Dictionary<string, int[]>> sizes = [[]];
        foreach (string option in options)
        {
            int equals = option.LastIndexOf('=');
            string name = equals > 0 ? option[..equals] : "";
            string[] parts = option[(equals + 1)..].Split('x');
            int[] dimensions = new int[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                if (name.Length == 0 || parts.Length > MostDimensions
                    || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[i]) || dimensions[i] < 1)
                    throw new ToolException($"--shape {option}: the name of an input and its sizes were expected, as in x=1x3x224x224.");
            }

            if (sizes.Any(size => size.TryGetValue(name, out int[]? other) && other.SequenceEqual(dimensions)))
                throw new ToolException($"--shape {option} is given twice: several shapes of an input are several sizes of the network.");
            Dictionary<string, int[]>? free = sizes.FirstOrDefault(size => !size.ContainsKey(name));
            if (free is null) sizes.Add(free = []);
            free.Add(name, dimensions);
        }

        // What is given once holds for all sizes.
        foreach (var (name, dimensions) in sizes[0])
            if (sizes.Count(size => size.ContainsKey(name)) == 1) foreach (var size in sizes.Skip(1)) size.Add(name, dimensions);
        return sizes;
    }
}
