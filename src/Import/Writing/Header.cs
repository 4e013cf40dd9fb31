using System.Globalization;

namespace Fusion.Import.Writing;

/// <summary>What stands over a declaration that is written to a file: where it comes from, and how it is used.</summary>
internal static class Header
{
    private const int LongestLine = 120;

    public static string Of(DeclarationOptions options, Graph graph, Body body)
    {
        string weights = body.Name + ".safetensors";
        var values = body.InputNames.Zip(graph.Inputs).Select(pair => (Name: pair.First, pair.Second.Shape))
            .Concat((body.OutputNames.Count > 0 ? body.OutputNames : [DeclarationText.OnlyOutput])
                .Zip(graph.Outputs, (name, output) => (Name: name, graph.Nodes[output.Node].Shape))).ToList();
        string numbers = string.Join(", ", values.Select(value =>
            string.Create(CultureInfo.InvariantCulture, $"{value.Name}: {value.Shape.Elements:N0}")));
        return $"""
            // From {Literals.Text(options.Origin)[1..^1]}, whose weights are in {weights}.
            //     using var network = {body.Name}.Load("{weights}");
            //     network.Run({string.Join(", ", values.Select(value => value.Name))});   // floats of a sample: {numbers}

            """.ReplaceLineEndings("\n") + string.Concat(options.Notes.SelectMany(Lines)) + "\n";
    }

    /// <summary>A sentence as comments, broken between words.</summary>
    private static IEnumerable<string> Lines(string note)
    {
        string line = "//";
        foreach (string word in note.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + 1 + word.Length > LongestLine && line.Length > 2)
            {
                yield return line + "\n";
                line = "//";
            }

            line += " " + word;
        }

        yield return line + "\n";
    }
}
