namespace Fusion.Compiler.Emit.Members;

/// <summary>Prints what the compiler knows about a network, as a class of its own.</summary>
internal sealed class DescriptionEmitter(NetworkText text)
{
    public const string ClassName = "Description";

    private readonly NetworkClass _class = text.Class;
    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        _writer.Summary("What the compiler knows about the network.");
        _writer.Open($"internal static class {ClassName}");
        _writer.Text("public const string FusionPlan =", string.Join("\n", _variants.Select(variant => variant.FusionPlan)));
        _writer.Line();
        _writer.Line("public static NetworkInfo Info { get; } = CreateDescription();");
        _writer.Line();
        EmitCreate();
        _writer.Close();
    }

    private void EmitCreate()
    {
        _writer.Open("private static NetworkInfo CreateDescription()");
        for (int i = 0; i < _variants.Count; i++)
        {
            CompiledVariant variant = _variants[i];
            _writer.Text($"const string graph{i} =", variant.DeclaredText);
            if (_variants.Count > 1) _writer.Text($"const string plan{i} =", variant.FusionPlan);
            _writer.Text($"const string kernels{i} =", string.Join("\n", variant.Plans[0].Kernels.Select(kernel => kernel.Title)));
        }
        IReadOnlyList<Parameter> parameters = text.Parameters;
        if (parameters.Count > 0)
        {
            _writer.Text("const string parameters =", string.Join("\n", parameters.Select(parameter =>
                $"{parameter.Kind} {parameter.FanIn} {string.Join("x", parameter.Dimensions)} {parameter.Name}")));
        }
        _writer.Line("return new NetworkInfo(");
        _writer.Line($"{Escape.Literal(_class.Name.TrimStart('@'))},");
        _writer.Line("[");
        for (int i = 0; i < _variants.Count; i++)
        {
            CompiledVariant variant = _variants[i];
            Graph graph = variant.Declared;
            _writer.Line("    new NetworkVariant(");
            IEnumerable<string> inputs = graph.Inputs.Select(node => OfCaller(graph, ((Input)node.Operation).Name, node));
            _writer.Line($"        [{string.Join(", ", inputs)}],");
            _writer.Line(
                $"        [{string.Join(", ", graph.Outputs.Select(output => OfCaller(graph, output.Name, graph.Nodes[output.Node])))}],");
            _writer.Line($"        {graph.MultiplyAdds}, {variant.Plans[0].WorkspaceFloats * 4}, graph{i}, "
                + $"{(_variants.Count > 1 ? $"plan{i}" : "FusionPlan")}, Descriptions.Lines(kernels{i})){Taps(graph)},");
        }
        _writer.Line("],");
        string initializer = text.Main.DescriptionInitializer;
        _writer.Line((parameters.Count > 0 ? "Descriptions.Parameters(parameters))" : "[])")
            + (initializer.Length > 0 ? $" {{ {initializer} }};" : ";"));
        _writer.Close();

        static string Taps(Graph graph) => graph.Taps.Count == 0 ? ""
            : $" {{ Taps = [{string.Join(", ", graph.Taps.Select(tap => Tensor(tap.Name, graph.Nodes[tap.Node].Shape)))}] }}";

        static string OfCaller(Graph graph, string name, Node node) => graph.Layout == Layout.Nchw
            ? $"Descriptions.ChannelsFirst({Escape.Literal(name)}, [{string.Join(", ", graph.Layout.Order(node.Shape).Dimensions)}])"
            : Tensor(name, node.Shape);

        static string Tensor(string name, Shape shape) => $"new({Escape.Literal(name)}, [{string.Join(", ", shape.Dimensions)}])";
    }
}
