using System.Globalization;

namespace Fusion.Import.Writing;

/// <summary>
/// What the language calls the parameters of a layer where no name is given, relative to its class: the rule of <c>LayerExpansion</c>.
/// </summary>
internal static class PathRule
{
    /// <returns>For each operation of the field, the path of its parameters.</returns>
    public static IReadOnlyList<string> Defaults(Field field)
    {
        string path = field.Prefix ?? field.Name;
        IReadOnlyList<Use> uses = field.Uses;
        var own = uses.Where(use => use.HasParameters || use.Block is not null).ToList();
        if (own.Count <= 1 && own.All(use => use.Repeat == 1 && !use.IsNumbered)) return [.. uses.Select(_ => path)];
        if (IsPair(field, own))
            return [.. uses.Select(use => use.Name == "BatchNorm" ? NormOf(field.Name) : path)];
        var paths = new List<string>();
        int position = 0;
        foreach (Use use in uses)
        {
            paths.Add(ParameterPath.Join(path, position.ToString(CultureInfo.InvariantCulture)));
            position += use.Repeat;
        }

        return paths;
    }

    /// <summary>The paths that the operations get, names that are given counted in.</summary>
    public static IReadOnlyList<string> Paths(Field field) =>
        [.. Defaults(field).Zip(field.Uses, (path, use) => use.Wanted ?? path)];

    /// <summary>What stands in the place of <c>conv1</c> for its norm: <c>bn1</c>.</summary>
    public static string NormOf(string conv)
    {
        int at = conv.IndexOf("conv", StringComparison.Ordinal);
        return conv[..at] + "bn" + conv[(at + "conv".Length)..];
    }

    private static bool IsPair(Field field, List<Use> own) =>
        field.Prefix is null && field.Name.Contains("conv", StringComparison.Ordinal)
        && own is [{ Name: "Conv" or "DepthwiseConv" }, { Name: "BatchNorm" }];
}
