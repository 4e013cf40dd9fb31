using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how the network on a device is run: over spans, over memory on another thread, and over buffers of the device.</summary>
internal sealed class GpuRunEmitter(CodeWriter writer, PlannedGpu plan, RunSignature signature)
{
    private readonly CodeWriter _writer = writer;

    private IReadOnlyList<string> Names => [.. signature.Inputs.Concat(signature.Outputs).Select(Escape.Identifier)];

    public void Emit()
    {
        EmitSpans();
        EmitMemories();
        EmitBuffers();
    }

    private void EmitSpans()
    {
        _writer.Line();
        _writer.Line("/// <summary>Runs the network on one sample or a batch of them. Allocates nothing.</summary>");
        EmitParameters("for each sample");
        EmitExceptions("A span is empty, has the wrong length, or lies where it must not.");
        _writer.Open($"public unsafe void Run({signature.Parameters})");
        EmitBatch(name => name + ".Length");
        string[] pointers = [.. Names.Select((_, i) => signature.Local("pointer" + i))];
        for (int i = 0; i < pointers.Length; i++) _writer.Line($"fixed (float* {pointers[i]} = {Names[i]})");
        string bindings = string.Join(", ", pointers.Select((pointer, i) => $"new({pointer}, {Lengths[i] * 4})"));
        _writer.Line($"    base.Execute(0, {signature.Local("batch")}, [{bindings}]);");
        _writer.Close();
    }

    private void EmitMemories()
    {
        _writer.Line();
        _writer.Line("/// <summary>Runs the network on another thread. The memory must stay as it is until the task has ended.</summary>");
        EmitParameters("for each sample");
        EmitExceptions("A memory is empty, or has the wrong length.");
        string parameters = string.Join(", ",
            signature.Inputs.Select(name => $"global::System.ReadOnlyMemory<float> {Escape.Identifier(name)}")
            .Concat(signature.Outputs.Select(name => $"global::System.Memory<float> {Escape.Identifier(name)}")));
        _writer.Open($"public global::System.Threading.Tasks.Task RunAsync({parameters})");
        EmitBatch(name => name + ".Length");
        _writer.Line($"return base.ExecuteAsync(0, {signature.Local("batch")}, [{string.Join(", ", Names.Take(signature.Inputs.Count))}], "
            + $"[{string.Join(", ", Names.Skip(signature.Inputs.Count))}]);");
        _writer.Close();
    }

    private void EmitBuffers()
    {
        _writer.Line();
        _writer.Line("/// <summary>Runs the network on a whole batch that is on the device, and leaves the results there.</summary>");
        EmitParameters("for each sample of the batch");
        EmitExceptions("A buffer has the wrong length, or is on another device.");
        string parameters = string.Join(", ", Names.Select(name => $"global::Fusion.Gpu.GpuBuffer {name}"));
        _writer.Line($"public void Run({parameters}) => base.Execute(0, {string.Join(", ", Names)});");
    }

    private Graph Graph => plan.Variants[0].Declared;

    private IReadOnlyList<Shape> Shapes =>
        [.. Graph.Inputs.Select(node => node.Shape), .. Graph.Outputs.Select(output => Graph.Nodes[output.Node].Shape)];

    private IReadOnlyList<long> Lengths => [.. Shapes.Select(shape => shape.Elements)];

    private void EmitBatch(Func<string, string> length)
    {
        string[] declared = [.. signature.Inputs, .. signature.Outputs];
        string batch = signature.Local("batch");
        _writer.Line($"int {batch} = Batch({length(Names[0])}, {Lengths[0]}, {Escape.Literal(declared[0])});");
        for (int i = 1; i < declared.Length; i++)
            _writer.Line($"CheckLength({length(Names[i])}, {batch}, {Lengths[i]}, {Escape.Literal(declared[i])});");
    }

    private void EmitParameters(string each)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            bool isInput = i < signature.Inputs.Count;
            string name = (isInput ? signature.Inputs[i] : signature.Outputs[i - signature.Inputs.Count]);
            _writer.Line(
                $"/// <param name=\"{name}\">{(isInput ? "" : "Receives ")}{Shapes[i]} " +
                $"{each}{(isInput ? ", channels last" : "")}.</param>");
        }
    }

    private void EmitExceptions(string problem)
    {
        _writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{problem}</exception>");
        _writer.Line("/// <exception cref=\"global::Fusion.Gpu.GpuException\">The device failed.</exception>");
        _writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The network has been disposed of.</exception>");
    }
}
