namespace Fusion.Compiler.Emit;

/// <summary>Prints what the compiler knows about a network: <c>Description</c>.</summary>
internal sealed class DescriptionEmitter(NetworkText text)
{
    private readonly NetworkClass _class = text.Class;
    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;
    private readonly Graph _first = text.Variants[0].Declared;

    public void Emit()
    {
        _writer.Line("/// <summary>What the compiler knows about the network.</summary>");
        _writer.Line("public static global::Fusion.NetworkInfo Description { get; } = CreateDescription();");
        _writer.Line();
        _writer.Open("private static global::Fusion.NetworkInfo CreateDescription()");
        for (int i = 0; i < _variants.Count; i++)
        {
            CompiledVariant variant = _variants[i];
            _writer.Text($"const string graph{i} =", variant.DeclaredText);
            if (_variants.Count > 1) _writer.Text($"const string plan{i} =", variant.FusionPlan);
            _writer.Text($"const string kernels{i} =", string.Join("\n", variant.Plans[0].Kernels.Select(kernel => kernel.Title)));
        }
        var parameters = _first.Parameters;
        if (parameters.Count > 0)
        {
            _writer.Text("const string parameters =", string.Join("\n", parameters.Select(parameter =>
                $"{parameter.Kind} {parameter.FanIn} {string.Join("x", parameter.Dimensions)} {parameter.Name}")));
        }
        _writer.Line("return new global::Fusion.NetworkInfo(");
        _writer.Line($"{CodeWriter.Quote(_class.Name)},");
        _writer.Line("[");
        for (int i = 0; i < _variants.Count; i++)
        {
            CompiledVariant variant = _variants[i];
            Graph graph = variant.Declared;
            _writer.Line("    new global::Fusion.NetworkVariant(");
            _writer.Line($"        [{string.Join(", ", graph.Inputs.Select(node => Tensor(((Input)node.Operation).Name, node.Shape)))}],");
            _writer.Line($"        [{string.Join(", ", graph.Outputs.Select(output => Tensor(output.Name, graph.Nodes[output.Node].Shape)))}],");
            _writer.Line($"        {graph.MultiplyAdds}, {variant.Plans[0].WorkspaceFloats * 4}, graph{i}, {(_variants.Count > 1 ? $"plan{i}" : "FusionPlan")}, global::Fusion.Runtime.Descriptions.Lines(kernels{i})),");
        }
        _writer.Line("],");
        _writer.Line(parameters.Count > 0 ? "global::Fusion.Runtime.Descriptions.Parameters(parameters));" : "[]);");
        _writer.Close();
        _writer.Line();

        static string Tensor(string name, Shape shape) => $"new({CodeWriter.Quote(name)}, [{string.Join(", ", shape.Dimensions)}])";
    }
}
