using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how the network on a device is run: over spans, over memory on another thread, and over buffers of the device.</summary>
internal sealed class GpuRunEmitter(CodeWriter writer, PlannedGpu plan, RunSignature signature)
{
    private const string Base = "global::Fusion.Gpu.GpuNetwork";

    private readonly CodeWriter _writer = writer;

    private readonly GpuRunDocumentation _documentation = new(writer, plan.Variants, signature);

    private bool HasSizes => plan.Variants.Count > 1;

    private IReadOnlyList<string> Declared => [.. signature.Inputs, .. signature.Outputs];

    private IReadOnlyList<string> Names => [.. Declared.Select(Escape.Identifier)];

    private string Arguments => string.Join(", ", Names);

    private string Memories => string.Join(", ",
        signature.Inputs.Select(name => $"global::System.ReadOnlyMemory<float> {Escape.Identifier(name)}")
            .Concat(signature.Outputs.Select(name => $"global::System.Memory<float> {Escape.Identifier(name)}")));

    private string Buffers => string.Join(", ", Names.Select(name => $"global::Fusion.Gpu.GpuBuffer {name}"));

    /// <summary>The size that inputs and outputs of these lengths belong to.</summary>
    private string FittingSize => $"base.SizeFitting({string.Join(", ", Names.Select(name => name + ".Length"))})";

    public void Emit()
    {
        _writer.Line();
        _documentation.WriteSpans(isSized: false);
        EmitForSizes("public unsafe void Run", "private unsafe void RunSize", signature.Parameters, size =>
        {
            ExecuteSpans(size);
            if (HasSizes) _writer.Line("break;");
        });
        _writer.Line();
        _documentation.WriteMemories(isSized: false);
        EmitForSizes("public global::System.Threading.Tasks.Task RunAsync", "private global::System.Threading.Tasks.Task RunSizeAsync",
            Memories, ExecuteMemories);
        _writer.Line();
        _documentation.WriteBuffers(isSized: false);
        _writer.Line($"public void Run({Buffers}) =>");
        _writer.Line($"    base.Execute({(HasSizes ? $"base.SizeFitting({Arguments})" : "0")}, {Arguments});");
    }

    /// <summary>Prints the same for one of several sizes, which has been named.</summary>
    public void EmitSized()
    {
        string call = $"(this._size, {Arguments})";
        _writer.Line();
        _documentation.WriteSpans(isSized: true);
        _writer.Line($"public void Run({signature.Parameters}) => this.Network.RunSize{call};");
        _writer.Line();
        _documentation.WriteMemories(isSized: true);
        _writer.Line($"public global::System.Threading.Tasks.Task RunAsync({Memories}) => this.Network.RunSizeAsync{call};");
        _writer.Line();
        _documentation.WriteBuffers(isSized: true);
        _writer.Line($"public void Run({Buffers}) => this.Network.Execute{call};");
    }

    /// <summary>A method that runs the only size; or one that finds the size, and one that runs it.</summary>
    private void EmitForSizes(string open, string openSized, string parameters, Action<int> execute)
    {
        if (!HasSizes)
        {
            _writer.Open($"{open}({parameters})");
            execute(0);
            _writer.Close();
            return;
        }
        string sized = openSized.Substring(openSized.LastIndexOf(' ') + 1), size = signature.Local("size");
        _writer.Line($"{open.Replace("unsafe ", "")}({parameters}) => this.{sized}({FittingSize}, {Arguments});");
        _writer.Line();
        _writer.Open($"{openSized}(int {size}, {parameters})");
        _writer.Line($"switch ({size})");
        _writer.Line("{");
        for (int i = 0; i < plan.Variants.Count; i++)
        {
            // What returns a value must do so whatever the size is.
            string label = i == plan.Variants.Count - 1 ? "default" : $"case {i}";
            _writer.Open($"{label}: // {plan.Variants[i].Declared.Inputs.First().Shape}");
            execute(i);
            _writer.Close();
        }
        _writer.Line("}");
        _writer.Close();
    }

    private void ExecuteSpans(int size)
    {
        IReadOnlyList<long> lengths = Lengths(size);
        string batch = EmitBatch(size, lengths);
        string[] pointers = [.. Names.Select((_, i) => signature.Local(HasSizes ? $"pointer{size}_{i}" : $"pointer{i}"))];
        for (int i = 0; i < pointers.Length; i++) _writer.Line($"fixed (float* {pointers[i]} = {Names[i]})");
        string bindings = string.Join(", ", pointers.Select((pointer, i) => $"new({pointer}, {lengths[i] * 4}L)"));
        _writer.Line($"    base.Execute({size}, {batch}, [{bindings}]);");
    }

    private void ExecuteMemories(int size)
    {
        string batch = EmitBatch(size, Lengths(size));
        _writer.Line($"return base.ExecuteAsync({size}, {batch}, [{string.Join(", ", Names.Take(signature.Inputs.Count))}], "
            + $"[{string.Join(", ", Names.Skip(signature.Inputs.Count))}]);");
    }

    /// <summary>Prints the checks of the lengths.</summary>
    /// <returns>The variable with the samples.</returns>
    private string EmitBatch(int size, IReadOnlyList<long> lengths)
    {
        // The names differ between the sizes, whose code stands in one method.
        string batch = signature.Local(HasSizes ? $"batch{size}" : "batch");
        _writer.Line($"int {batch} = {Base}.Batch({Names[0]}.Length, {lengths[0]}, {Escape.Literal(Declared[0])});");
        for (int i = 1; i < lengths.Count; i++)
            _writer.Line($"{Base}.CheckLength({Names[i]}.Length, {batch}, {lengths[i]}, {Escape.Literal(Declared[i])});");
        return batch;
    }

    private IReadOnlyList<long> Lengths(int size) => [.. GpuRunDocumentation.Shapes(plan.Variants[size]).Select(shape => shape.Elements)];
}
