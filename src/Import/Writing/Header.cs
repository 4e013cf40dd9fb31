using System.Globalization;

namespace Fusion.Import.Writing;

/// <summary>What stands over a declaration that is written to a file: where it comes from, and how it is used.</summary>
internal static class Header
{
    public static string Of(string origin, Graph graph, Body body)
    {
        string weights = body.Name + ".safetensors";
        var values = body.InputNames.Zip(graph.Inputs).Select(pair => (Name: pair.First, pair.Second.Shape))
            .Concat((body.OutputNames.Count > 0 ? body.OutputNames : ["result"])
                .Zip(graph.Outputs, (name, output) => (Name: name, graph.Nodes[output.Node].Shape))).ToList();
        string numbers = string.Join(", ", values.Select(value =>
            string.Create(CultureInfo.InvariantCulture, $"{value.Name}: {value.Shape.Elements:N0}")));
        return $"""
            // From {Literals.Text(origin)[1..^1]}, whose weights are in {weights}.
            //     using var network = {body.Name}.Load("{weights}");
            //     network.Run({string.Join(", ", values.Select(value => value.Name))});   // floats of a sample: {numbers}


            """.ReplaceLineEndings("\n");
    }
}
