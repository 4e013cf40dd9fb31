using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;

namespace Fusion.Samples;

/// <summary>The declared network, one line per layer or block.</summary>
internal static class LayerTable
{
    public static void Print(Graph graph)
    {
        var owners = graph.Nodes.Where(node => node.Operation is not BatchNorm && node.Operation.Parameters(graph.InputShapes(node)).Any())
            .Select(node => Group(node.Name))
            .ToHashSet();
        List<(string Name, List<Node> Nodes)> rows = [];
        foreach (Node node in graph.Nodes.Where(node => node.Operation is not Input))
        {
            string name = Group(node.Name);
            // What has no weights but a BatchNorm's (bn1 beside conv1) is part of what it follows.
            if (rows.Count > 0 && (rows[^1].Name == name || !owners.Contains(name))) rows[^1].Nodes.Add(node);
            else rows.Add((name, [node]));
        }

        int width = Math.Max(5, rows.Max(row => row.Name.Length));
        Console.WriteLine($"  {"layer".PadRight(width)}  {"makes",-16}{"parameters",12}{"multiply-adds",15}   operations");
        foreach ((string name, List<Node> nodes) in rows)
        {
            long parameters = nodes.SelectMany(node => node.Operation.Parameters(graph.InputShapes(node))).Where(p => p.IsCounted)
                .Sum(p => p.Elements);
            long multiplyAdds = nodes.Sum(node => node.Operation.MultiplyAdds(graph.InputShapes(node), node.Shape));
            var kinds = nodes.GroupBy(node => node.Operation.Kind)
                .Select(kind => kind.Count() == 1 ? kind.Key : $"{kind.Count()} {kind.Key}");
            Console.WriteLine(
                $"  {name.PadRight(width)}  {nodes[^1].Shape,-16}{(parameters == 0 ? "" : Text.Count(parameters)),12}"
                + $"{(multiplyAdds == 0 ? "" : Text.Scaled(multiplyAdds)),15}   {string.Join(", ", kinds)}");
        }
    }

    /// <summary>The first segment of a path, and the number that follows it: <c>layer1.0</c> of <c>layer1.0.conv1</c>.</summary>
    private static string Group(string name)
    {
        string[] segments = name.Split('.');
        int count = 1;
        while (count < segments.Length && int.TryParse(segments[count], out _)) count++;
        return name.Length == 0 ? "(between)" : string.Join('.', segments.Take(count));
    }
}
