using System.Text;
using System.Text.RegularExpressions;
using Fusion.Import.Protocol;

namespace Fusion.Import;

/// <summary>Gives layers paths, from which their parameters' names follow: those of the file where it has them.</summary>
public sealed partial class ParameterNames
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>A path that no layer has yet.</summary>
    /// <param name="weight">The name of the layer's first tensor; empty where it has none.</param>
    public string PathOf(ModelNode node, string weight)
    {
        string path = Clean(Suffix().Replace(weight, ""));
        if (path.Length == 0 || path == Clean(weight)) path = OfNode(node) is { Length: > 0 } own ? own : path;
        if (path.Length == 0) path = Numbered(node.Operator.ToLowerInvariant());
        return Unique(path);
    }

    /// <summary>A path that no layer has yet.</summary>
    public string Unique(string path)
    {
        string unique = path;
        for (int i = 1; !_used.Add(unique); i++) unique = FormattableString.Invariant($"{path}_{i}");
        return unique;
    }

    private string Numbered(string kind)
    {
        int count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        return FormattableString.Invariant($"{kind}{count}");
    }

    /// <summary>PyTorch's exporter names nodes after modules: /layer1/layer1.0/conv1/Conv.</summary>
    private static string OfNode(ModelNode node)
    {
        string[] parts = [.. node.Name.Split('/').Where(part => part.Length > 0)];
        if (parts.Length < 2 || !node.Name.StartsWith('/')) return "";
        List<string> path = [];
        foreach (string part in parts[..^1])
        {
            // A module of a list has its list's name once more: layer1/layer1.0.
            if (path.Count > 0 && part.StartsWith(path[^1] + ".", StringComparison.Ordinal)) path[^1] = part;
            else path.Add(part);
        }

        return Clean(string.Join(".", path));
    }

    private static string Clean(string name)
    {
        var text = new StringBuilder();
        foreach (char character in name.Trim('/').Replace('/', '.').Replace(':', '_'))
            text.Append(char.IsAsciiLetterOrDigit(character) || character is '_' or '.' ? character : '_');
        return Dots().Replace(text.ToString(), ".").Trim('.');
    }

    [GeneratedRegex(@"([._/]|^)(weights?|kernel|gamma|scale|w_0|W|bias|beta|running_mean|slope)(:\d+)?$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\.{2,}")]
    private static partial Regex Dots();
}
