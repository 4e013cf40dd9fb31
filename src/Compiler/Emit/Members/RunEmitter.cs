using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Members;

/// <summary>Prints <c>Run</c>, for floats and, where the input is an image, for bytes; and likewise <c>RunTapped</c>.</summary>
/// <param name="method">Which of the two.</param>
internal sealed class RunEmitter(NetworkText text, RunMethod method)
{
    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        foreach (RunSignature signature in RunSignature.Of(_variants, method))
        {
            signature.WriteDocumentation(_writer, isSized: false);
            if (_variants.Count == 1)
            {
                _writer.Open($"public unsafe {method.Result} {method.Name}({signature.Parameters})");
                if (signature.FromBytes) _writer.Line("global::System.ArgumentNullException.ThrowIfNull(normalization);");
                EmitExecute(0, signature);
                _writer.Close();
            }
            else
            {
                IEnumerable<string> spans = signature.Inputs.Concat(signature.Outputs).Select(Escape.Identifier);
                string lengths = string.Join(", ", spans.Select(name => name + ".Length"));
                _writer.Line($"public {method.Result} {method.Name}({signature.Parameters}) =>");
                _writer.Line($"    this.{method.SizedName}(base.SizeFitting({lengths}), {signature.Arguments});");
                _writer.Line();
                EmitRunSize(signature);
            }
            _writer.Line();
        }
    }

    /// <summary>Prints the same for one of several sizes, which has been named.</summary>
    public void EmitSized()
    {
        foreach (RunSignature signature in RunSignature.Of(_variants, method))
        {
            string call = $"this.Network.{method.SizedName}(this._size, {signature.Arguments})";
            _writer.Line();
            signature.WriteDocumentation(_writer, isSized: true);
            _writer.Line($"public {method.Result} {method.Name}({signature.Parameters}) => {call};");
        }
    }

    private void EmitRunSize(RunSignature signature)
    {
        string size = signature.Local("size");
        _writer.Open($"private unsafe {method.Result} {method.SizedName}(int {size}, {signature.Parameters})");
        if (signature.FromBytes) _writer.Line("global::System.ArgumentNullException.ThrowIfNull(normalization);");
        _writer.Line($"switch ({size})");
        _writer.Line("{");
        for (int i = 0; i < _variants.Count; i++)
        {
            // What returns a value must do so whatever the size is.
            string label = method.KeepsTaps && i == _variants.Count - 1 ? "default" : $"case {i}";
            _writer.Open($"{label}: // {_variants[i].Declared.Inputs.First().Shape}");
            EmitExecute(i, signature);
            if (!method.KeepsTaps) _writer.Line("break;");
            _writer.Close();
        }
        _writer.Line("}");
        _writer.Close();
    }

    private void EmitExecute(int index, RunSignature signature)
    {
        CompiledVariant variant = _variants[index];
        int inputs = signature.Inputs.Count;
        var lengths = Lengths(variant);
        // The names differ between the sizes, whose code stands in one method.
        string batch = signature.Local("batch" + index);
        string[] pointers = [.. lengths.Select((_, i) => signature.Local($"pointer{index}_{i}"))];
        if (method.KeepsTaps)
        {
            for (int i = 0; i < lengths.Count; i++) _writer.Line($"global::Fusion.Network.CheckSample({Length(i)}, {Name(i)});");
        }
        else
        {
            _writer.Line($"int {batch} = global::Fusion.Network.Batch({Length(0)}, {Name(0)});");
            for (int i = 1; i < lengths.Count; i++)
            {
                string length = Escape.Identifier(lengths[i].Name) + ".Length";
                _writer.Line($"global::Fusion.Network.CheckLength({length}, {batch}, {lengths[i].Length}, {Name(i)});");
            }
        }

        for (int i = 0; i < lengths.Count; i++)
            _writer.Line($"fixed ({(i < inputs ? signature.Element : "float")}* {pointers[i]} = {Escape.Identifier(lengths[i].Name)})");
        var bindings = lengths.Select((pair, i) => i < inputs
            ? $"new({pointers[i]}, {pair.Length * (signature.FromBytes ? 1L : 4L)})"
            : $"new({pointers[i]}, {pair.Length * 4L}{InPlaceArgument(variant, i - inputs)})");
        string program = FindProgram(index);
        string sizes = $"{index}, {variant.Plans[0].WorkspaceFloats}, {variant.Plans.Max(plan => plan.ScratchFloats)}";
        string memory = $"[{string.Join(", ", bindings)}]{(signature.FromBytes ? ", normalization" : "")}";
        string tail = variant.Plans[0].TailFloats is > 0 and var floats ? $", tailFloats: {floats}" : "";
        string blocks = variant.Blocks.Count == 0 ? ""
            : $", blocks: [{string.Join(", ", variant.Blocks.Select((block, i) => Block(index, i, block)))}]";
        _writer.Line(method.KeepsTaps
            ? $"    return new(base.ExecuteTapped({program}, {sizes}, {memory}){signature.Kept(index)});"
            : $"    base.Execute({program}, {sizes}, {batch}, {memory}{tail}{blocks});");

        string Length(int i) => $"{Escape.Identifier(lengths[i].Name)}.Length, {lengths[i].Length}";

        string Name(int i) => Escape.Literal(lengths[i].Name);
    }

    private string FindProgram(int program) => $"{text.Kernels(KernelAccessEmitter.ClassName)}.FindProgram({program}, base.InstructionSet)";

    private string Block(int size, int index, SampleBlock block) =>
        $"new({FindProgram(CompiledVariant.ProgramOf(_variants, size, index))}, {block.Samples}, {block.Plans[0].WorkspaceFloats}, "
        + $"{block.Plans.Max(plan => plan.ScratchFloats)})";

    private static string InPlaceArgument(CompiledVariant variant, int output)
    {
        ulong inputs = RunSignature.InPlaceOf(variant, output);
        return inputs == 0 ? "" : $", inPlaceOf: 0b{Convert.ToString((long)inputs, 2)}";
    }

    private static List<(string Name, long Length)> Lengths(CompiledVariant variant) =>
    [
        .. variant.Declared.Inputs.Select(node => (((Input)node.Operation).Name, node.Shape.Elements)),
        .. variant.Declared.Outputs.Select(output => (output.Name, variant.Declared.Nodes[output.Node].Shape.Elements)),
    ];
}
