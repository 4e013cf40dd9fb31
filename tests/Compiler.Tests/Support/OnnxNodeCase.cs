namespace Fusion.Compiler.Tests.Support;

/// <summary>A conformance case of one ONNX node: the model's node with its attributes, input tensors and expected outputs.</summary>
internal sealed class OnnxNodeCase
{
    public OnnxNodeCase(string path)
    {
        string folder = SharedData.Path(path);
        List<ProtoField> graph = ProtoField.Read(File.ReadAllBytes(Path.Combine(folder, "model.onnx")))
            .Single(field => field.Number == 7).Message;
        List<ProtoField> node = graph.Single(field => field.Number == 1).Message;
        Kind = node.Single(field => field.Number == 4).Text;
        Attributes = node.Where(field => field.Number == 5).Select(field => field.Message)
            .ToDictionary(attribute => attribute.Single(field => field.Number == 1).Text);

        var tensors = graph.Where(field => field.Number == 5).Select(field => OnnxTensor.Read(field.Message))
            .ToDictionary(tensor => tensor.Name);
        string[] given = [.. graph.Where(field => field.Number == 11).Select(field => field.Message.Single(part => part.Number == 1).Text)
            .Where(name => !tensors.ContainsKey(name))];
        for (int i = 0; i < given.Length; i++) tensors[given[i]] = Load(folder, $"input_{i}.pb");
        Inputs = [.. node.Where(field => field.Number == 1).Select(field => field.Text)
            .Select(name => name.Length == 0 ? null : tensors[name])];
        Outputs = [.. node.Where(field => field.Number == 2).Select((_, index) => Load(folder, $"output_{index}.pb"))];
    }

    public string Kind { get; }

    public OnnxTensor?[] Inputs { get; }

    public OnnxTensor[] Outputs { get; }

    private Dictionary<string, List<ProtoField>> Attributes { get; }

    public double Float(string name, double fallback) =>
        Attributes.TryGetValue(name, out var attribute) ? attribute.Single(field => field.Number == 2).Float : fallback;

    public int Int(string name, int fallback) =>
        Attributes.TryGetValue(name, out var attribute) ? (int)attribute.Single(field => field.Number == 3).Integer : fallback;

    public string Text(string name, string fallback) =>
        Attributes.TryGetValue(name, out var attribute) ? attribute.Single(field => field.Number == 4).Text : fallback;

    public EquatableArray<int> Ints(string name, EquatableArray<int> fallback) =>
        Attributes.TryGetValue(name, out var attribute)
            ? ProtoField.Integers(attribute, 8).Select(number => (int)number).ToEquatableArray()
            : fallback;

    public double[] Floats(string name) => [.. ProtoField.Floats(Attributes[name], 7)];

    private static OnnxTensor Load(string folder, string file) =>
        OnnxTensor.Read(ProtoField.Read(File.ReadAllBytes(Path.Combine(folder, "test_data_set_0", file))));
}
