using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>Prints <c>Run</c>, for floats and, where the input is an image, for bytes.</summary>
internal sealed class RunEmitter(NetworkText text)
{
    /// <summary>The method that runs one of several sizes.</summary>
    public const string RunSize = "RunSize";

    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;

    public void Emit()
    {
        foreach (RunSignature signature in RunSignature.Of(_variants))
        {
            signature.WriteDocumentation(_writer, isSized: false);
            if (_variants.Count == 1)
            {
                _writer.Open($"public unsafe void Run({signature.Parameters})");
                if (signature.FromBytes) _writer.Line("ArgumentNullException.ThrowIfNull(normalization);");
                EmitExecute(0, signature);
                _writer.Close();
            }
            else
            {
                string lengths = string.Join(", ", signature.Inputs.Concat(signature.Outputs).Select(name => $"@{name}.Length"));
                _writer.Line($"public void Run({signature.Parameters}) =>");
                _writer.Line($"    {RunSize}(SizeFitting({lengths}), {signature.Arguments});");
                _writer.Line();
                EmitRunSize(signature);
            }
            _writer.Line();
        }
    }

    private void EmitRunSize(RunSignature signature)
    {
        // Names that no input or output of a declaration has.
        _writer.Open($"private unsafe void {RunSize}(int fusionSize, {signature.Parameters})");
        if (signature.FromBytes) _writer.Line("ArgumentNullException.ThrowIfNull(normalization);");
        _writer.Line("switch (fusionSize)");
        _writer.Line("{");
        for (int i = 0; i < _variants.Count; i++)
        {
            _writer.Open($"case {i}: // {_variants[i].Declared.Inputs.First().Shape}");
            EmitExecute(i, signature);
            _writer.Line("break;");
            _writer.Close();
        }
        _writer.Line("}");
        _writer.Close();
    }

    private void EmitExecute(int index, RunSignature signature)
    {
        CompiledVariant variant = _variants[index];
        int inputs = signature.Inputs.Count, outputs = signature.Outputs.Count;
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
        for (int i = 0; i < inputs; i++) _writer.Line($"fixed ({signature.Element}* {pointer}{i} = @{signature.Inputs[i]})");
        for (int i = 0; i < outputs; i++) _writer.Line($"fixed (float* {pointer}{inputs + i} = @{signature.Outputs[i]})");
        var bindings = lengths.Select((pair, i) => i < inputs
            ? $"new({pointer}{i}, {pair.Length * (signature.FromBytes ? 1L : 4L)})"
            : $"new({pointer}{i}, {pair.Length * 4L}{InPlaceArgument(variant, i - inputs)})");
        _writer.Line($"    Execute({program}, {index}, {variant.Plans[0].WorkspaceFloats}, {variant.Plans.Max(plan => plan.ScratchFloats)}, {batch}, [{string.Join(", ", bindings)}]{(signature.FromBytes ? ", normalization" : "")});");
    }

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
