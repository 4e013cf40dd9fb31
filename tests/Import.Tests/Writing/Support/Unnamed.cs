using Fusion.Import.Writing.Spelling;

namespace Fusion.Import.Tests.Writing.Support;

/// <summary>Takes the names from a graph, as converters do that number their layers.</summary>
internal static class Unnamed
{
    public static Graph Of(Graph graph)
    {
        var numbers = new Dictionary<string, int>();
        return graph with
        {
            Nodes = [.. graph.Nodes.Select(node => node with { Name = "", Operation = Renamed(node.Operation) })],
        };

        Operation Renamed(Operation operation)
        {
            if (Anonymous.PathOf(operation) is not { Length: > 0 } path) return operation;
            if (!numbers.TryGetValue(path, out int number)) numbers[path] = number = numbers.Count;
            string name = $"{operation.Kind.ToLowerInvariant()}_{number}";
            return operation switch
            {
                Conv conv => conv with { Path = name },
                ConvTranspose conv => conv with { Path = name },
                Linear linear => linear with { Path = name },
                BatchNorm norm => norm with { Path = name },
                AffineNorm norm => norm with { Path = name },
                PRelu slope => slope with { Path = name },
                ChannelScale => new ChannelScale(name + ".weight"),
                ParameterValue value => value with { Path = name },
                _ => operation,
            };
        }
    }
}
