using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>Prints <c>Run</c>, for floats and, where the input is an image, for bytes.</summary>
internal sealed class RunEmitter(NetworkText text)
{
    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;
    private readonly Graph _first = text.Variants[0].Declared;

    public void Emit()
    {
        var inputs = _first.Inputs.Select(node => ((Input)node.Operation).Name).ToList();
        var outputs = _first.Outputs.Select(output => output.Name).ToList();
        EmitRun(inputs, outputs, fromBytes: false);
        Shape image = _first.Inputs.First().Shape;
        if (inputs.Count == 1 && image.Rank == 3 && image.Channels <= 4) EmitRun(inputs, outputs, fromBytes: true);
    }

    private void EmitRun(List<string> inputs, List<string> outputs, bool fromBytes)
    {
        string element = fromBytes ? "byte" : "float";
        _writer.Line($"/// <summary>Runs the network on one sample or a batch of them{(fromBytes ? ", given as bytes" : "")}. Allocates nothing; safe from many threads.</summary>");
        foreach (Node node in _first.Inputs)
            _writer.Line($"/// <param name=\"{((Input)node.Operation).Name}\">{Sizes(graph => graph.Nodes[node.Id].Shape)} for each sample, channels last.</param>");
        if (fromBytes) _writer.Line("/// <param name=\"normalization\">How a byte becomes a number.</param>");
        for (int i = 0; i < outputs.Count; i++)
        {
            int output = i;
            _writer.Line($"/// <param name=\"{outputs[i]}\">Receives {Sizes(graph => graph.Nodes[graph.Outputs[output].Node].Shape)} for each sample.</param>");
        }
        _writer.Line("/// <exception cref=\"ArgumentException\">A span is empty or has the wrong length.</exception>");
        _writer.Line("/// <exception cref=\"ObjectDisposedException\">The network has been disposed of.</exception>");
        var parameters = inputs.Select(name => $"ReadOnlySpan<{element}> @{name}").ToList();
        if (fromBytes) parameters.Add("global::Fusion.ImageNormalization normalization");
        parameters.AddRange(outputs.Select(name => $"Span<float> @{name}"));
        _writer.Open($"public unsafe void Run({string.Join(", ", parameters)})");
        if (fromBytes) _writer.Line("ArgumentNullException.ThrowIfNull(normalization);");
        if (_variants.Count > 1)
        {
            _writer.Comment("The first size that the lengths of all spans fit is the one that is meant.");
            for (int i = 1; i < _variants.Count; i++)
            {
                string earlier = string.Concat(_variants.Take(i).Select(variant => $"!({Fits(variant)}) && "));
                _writer.Open($"if ({earlier}{Fits(_variants[i])})");
                EmitExecute(i, inputs, outputs, fromBytes);
                _writer.Line("return;");
                _writer.Close();
            }
        }
        if (_variants.Count > 1) _writer.Open("");
        EmitExecute(0, inputs, outputs, fromBytes);
        if (_variants.Count > 1) _writer.Close();
        _writer.Close();
        _writer.Line();
    }

    /// <summary>The condition that the lengths of all spans are those of one size, for one and the same batch.</summary>
    private static string Fits(CompiledVariant variant)
    {
        var lengths = Lengths(variant);
        var (first, firstLength) = lengths[0];
        return string.Join(" && ", lengths.Select(pair => $"@{pair.Name}.Length % {pair.Length} == 0")
            .Concat(lengths.Skip(1).Select(pair => $"@{pair.Name}.Length / {pair.Length} == @{first}.Length / {firstLength}")));
    }

    private void EmitExecute(int index, List<string> inputs, List<string> outputs, bool fromBytes)
    {
        CompiledVariant variant = _variants[index];
        var lengths = Lengths(variant);
        // Names that no input or output of a declaration has, and that differ between the sizes, whose code stands in one method.
        string batch = "fusionBatch" + index, program = "fusionProgram" + index, pointer = $"fusion{index}Pointer";
        _writer.Line($"int {batch} = Batch(@{lengths[0].Name}.Length, {lengths[0].Length}, nameof(@{lengths[0].Name}));");
        foreach (var (name, length) in lengths.Skip(1)) _writer.Line($"CheckLength(@{name}.Length, {batch}, {length}, nameof(@{name}));");
        _writer.Line($"delegate*<KernelRunner, void> {program} = InstructionSet switch");
        _writer.Line("{");
        foreach (NetworkPlan plan in variant.Plans)
            _writer.Line($"    {NetworkText.Case(plan.Set)} => &{CpuEmitter.ClassName(plan.Set)}.{CpuEmitter.RunName(index)},");
        _writer.Line("    _ => null,");
        _writer.Line("};");
        for (int i = 0; i < inputs.Count; i++) _writer.Line($"fixed ({(fromBytes ? "byte" : "float")}* {pointer}{i} = @{inputs[i]})");
        for (int i = 0; i < outputs.Count; i++) _writer.Line($"fixed (float* {pointer}{inputs.Count + i} = @{outputs[i]})");
        var bindings = lengths.Select((pair, i) => $"new({pointer}{i}, {pair.Length * (fromBytes && i < inputs.Count ? 1L : 4L)})");
        _writer.Line($"    Execute({program}, {index}, {variant.Plans[0].WorkspaceFloats}, {variant.Plans.Max(plan => plan.ScratchFloats)}, {batch}, [{string.Join(", ", bindings)}]{(fromBytes ? ", normalization" : "")});");
    }

    private static List<(string Name, long Length)> Lengths(CompiledVariant variant) =>
    [
        .. variant.Declared.Inputs.Select(node => (((Input)node.Operation).Name, node.Shape.Elements)),
        .. variant.Declared.Outputs.Select(output => (output.Name, variant.Declared.Nodes[output.Node].Shape.Elements)),
    ];

    private string Sizes(Func<Graph, Shape> shape) => string.Join(" or ", _variants.Select(variant => shape(variant.Declared).ToString()).Distinct());
}
