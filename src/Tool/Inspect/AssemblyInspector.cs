using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Tool.Assemblies;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Inspect;

/// <summary>Assemblies: the networks that they declare, their layers, and what became of them.</summary>
internal sealed class AssemblyInspector : IInspector
{
    public bool Fits(ReadOnlySpan<byte> start, long length) => start.StartsWith("MZ"u8);

    public void Inspect(string path, InspectOptions options, Terminal terminal)
    {
        IReadOnlyList<DeclaredNetwork> networks = NetworkAssembly.Read(path, options.Networks);
        if (options.AsJson)
        {
            terminal.Json(new { file = path, kind = "assembly", networks = networks.Select(Summary) });
            return;
        }
        if (networks.Count > 1 && options.Networks.Count == 0)
        {
            terminal.Line($"{path}: {networks.Count} networks");
            terminal.Table(["network", "input", ">parameters", ">multiply-adds", ">workspace bytes", ">kernels"], networks.Select(network =>
                (IReadOnlyList<string>)[network.FullName, Inputs(network.Sizes[0].Graph), $"{network.ParameterCount:N0}",
                    $"{network.MultiplyAdds:N0}", $"{network.WorkspaceBytes:N0}", $"{network.Sizes[0].Kernels.Count}"]));
            terminal.Line($"--network {networks[0].Name} shows its layers and its fusion plan.");
            return;
        }
        foreach (DeclaredNetwork network in networks) Show(network, terminal);
    }

    private static void Show(DeclaredNetwork network, Terminal terminal)
    {
        terminal.Line($"{network.FullName}: {network.ParameterCount:N0} parameters, {network.MultiplyAdds:N0} multiply-adds, "
            + $"{network.WorkspaceBytes:N0} bytes of workspace");
        foreach (DeclaredSize size in network.Sizes)
        {
            if (network.Sizes.Count > 1) terminal.Line($"\nFor {Inputs(size.Graph)}:");
            terminal.Table(["layer", "operation", "shape", ">parameters", ">multiply-adds"], Layers(size.Graph).Select(layer =>
                (IReadOnlyList<string>)[layer.Name, layer.Operation, $"({string.Join(", ", layer.Shape)})",
                    layer.Parameters == 0 ? "" : $"{layer.Parameters:N0}", layer.MultiplyAdds == 0 ? "" : $"{layer.MultiplyAdds:N0}"]));
        }
        terminal.Line(network.FusionPlan);
    }

    private static object Summary(DeclaredNetwork network) => new
    {
        name = network.Name,
        fullName = network.FullName,
        network.ParameterCount,
        network.MultiplyAdds,
        network.WorkspaceBytes,
        sizes = network.Sizes.Select(size => new
        {
            inputs = size.Graph.Inputs.Select(node => new { name = ((Input)node.Operation).Name, shape = node.Shape.Dimensions }),
            outputs = size.Graph.Outputs.Select(output => new { output.Name, shape = size.Graph.Nodes[output.Node].Shape.Dimensions }),
            multiplyAdds = size.Graph.MultiplyAdds,
            layers = Layers(size.Graph),
            kernels = size.Kernels,
        }),
        tensors = network.Sizes[0].Graph.Parameters.Select(
            parameter => new { parameter.Name, shape = parameter.Dimensions, kind = $"{parameter.Kind}" }),
        network.FusionPlan,
    };

    private static IEnumerable<LayerSummary> Layers(Graph graph) =>
        graph.Nodes.Where(node => node.Operation is not Input).Select(node => new LayerSummary(
            node.Name, node.Operation.Kind, [.. node.Shape.Dimensions],
            node.Operation.Parameters(graph.InputShapes(node)).Where(parameter => parameter.IsCounted).Sum(parameter => parameter.Elements),
            node.Operation.MultiplyAdds(graph.InputShapes(node), node.Shape)));

    private static string Inputs(Graph graph) =>
        string.Join(", ", graph.Inputs.Select(node => $"{((Input)node.Operation).Name} {node.Shape}"));
}

/// <summary>An operation of a declared network.</summary>
internal sealed record LayerSummary(string Name, string Operation, IReadOnlyList<int> Shape, long Parameters, long MultiplyAdds);
