using System.Text;
using Fusion.Import.Writing.Spelling;
using Fusion.Import.Writing.Structure;

namespace Fusion.Import.Writing;

/// <summary>Writes a network as a declaration in C#, as a person would have written it.</summary>
public static class DeclarationWriter
{
    /// <param name="graph">As lowering leaves it: no rewrite has seen it.</param>
    /// <param name="options">What the class is called.</param>
    /// <exception cref="DeclarationException">The language has no words for something in the graph.</exception>
    public static DeclarationText Write(Graph graph, DeclarationOptions options)
    {
        string name = Identifiers.Type(options.ClassName);
        IReadOnlyList<Use> uses = UseReader.Read(graph);
        int[] inputs = [.. graph.Inputs.Select(node => node.Id)];
        int[] outputs = [.. graph.Outputs.Select(output => output.Node)];
        Scope root = Parts.Of(uses, outputs);
        var blocks = new Blocks(new TypeNames(name));
        // Several results have names that callers write: no layer takes one of them.
        var taken = new Identifiers(name);
        if (graph.Outputs.Count > 1)
            foreach (GraphOutput output in graph.Outputs) taken.Take(output.Name);
        Body body = Named(graph, blocks.Compose(root, inputs, outputs, taken)) with { Name = name };

        var text = new StringBuilder();
        if (options.Origin.Length > 0) text.Append(Header.Of(options, graph, body));
        text.Append("using Fusion;\n");
        if (body.Steps.Concat(blocks.Classes.SelectMany(block => block.Steps)).Any(step => step.Field is null))
            text.Append("using static Fusion.Ops;\n");
        text.Append('\n');
        if (options.Namespace.Length > 0) text.Append("namespace ").Append(options.Namespace).Append(";\n\n");
        var (attributes, shapes) = Sizes(graph, options.MoreSizes);
        ClassWriter.Write(text, body, attributes, shapes, blocks.Classes);
        return new DeclarationText(text.ToString(), Naming.Parameters(body))
        {
            InputNames = body.InputNames,
            OutputNames = body.OutputNames,
        };
    }

    /// <summary>Inputs and results have the graph's names, where these are names and nothing else has them.</summary>
    private static Body Named(Graph graph, Body body)
    {
        var names = new Identifiers([.. body.Fields.Select(field => field.Name)]);
        // No field and no local is called x, which is free for an input therefore.
        if (body.Outputs.Count == 1) names.Take(DeclarationText.OnlyOutput);
        string[] inputs = body.IsChain ? [DeclarationText.OnlyInput] : [.. graph.Inputs.Select(node => ((Input)node.Operation).Name)
            .Select(name => name == "x" ? name : names.Take(name))];
        string[] outputs = body.Outputs.Count == 1 ? [] : [.. graph.Outputs.Select(output => names.Take(output.Name))];
        return body with { InputNames = inputs, OutputNames = outputs };
    }

    /// <summary>The attributes that say the input's size, or the shapes of several inputs.</summary>
    private static (string Attributes, IReadOnlyList<string> Shapes) Sizes(Graph graph, IReadOnlyList<Graph> more)
    {
        string layout = graph.Layout == Compiler.Layout.Nchw ? ", Layout = Layout.Nchw" : "";
        if (graph.Inputs.Count() == 1)
        {
            var sizes = more.Prepend(graph).Select(size => $"FusedNetwork({Dimensions(size.Inputs.First())}{layout})");
            return ("[" + string.Join(", ", sizes) + "]", []);
        }

        return more.Count == 0
            ? (layout.Length == 0 ? "[FusedNetwork]" : $"[FusedNetwork({layout[2..]})]", [.. graph.Inputs.Select(Dimensions)])
            : throw new DeclarationException("A network with several inputs has one size only.");

        static string Dimensions(Node node) => string.Join(", ", node.Shape.Dimensions);
    }
}
