using Google.Protobuf;

namespace Fusion.Import.Protocol;

/// <summary>Reads ONNX files: opset 6 and later, tensors inside the file or beside it.</summary>
public static class ModelReader
{
    private const int OldestOpset = 6;

    /// <summary>How deep a graph may lie in attributes of another.</summary>
    private const int DeepestGraph = 16;

    /// <exception cref="ImportException">The file is no ONNX model, is damaged, or needs more than is read.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static ModelFile Read(string path)
    {
        long length = new FileInfo(path).Length;
        if (length == 0) throw new UnreadableException($"'{path}' is empty; an ONNX model was expected.");
        if (length > int.MaxValue)
            throw new UnsupportedException(
                $"'{path}' has {length} bytes; an ONNX file has at most 2 GiB, with weights in files beside it.");
        return Read(File.ReadAllBytes(path), Path.GetDirectoryName(Path.GetFullPath(path)), path);
    }

    /// <param name="folder">Where files with tensors lie; null where there can be none.</param>
    /// <param name="title">What messages call the file.</param>
    /// <exception cref="ImportException">The bytes are no ONNX model, or it needs more than is read.</exception>
    public static ModelFile Read(ReadOnlyMemory<byte> bytes, string? folder, string title = "model.onnx")
    {
        try
        {
            return Model(new ProtoMessage(bytes), new TensorReader(folder));
        }
        catch (UnsupportedException exception)
        {
            throw new UnsupportedException($"'{title}': {exception.Message}", exception);
        }
        catch (ImportException exception)
        {
            throw new UnreadableException($"'{title}': {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or OverflowException or ArgumentException)
        {
            throw new UnreadableException($"'{title}' is no ONNX model, or is damaged: {exception.Message}", exception);
        }
    }

    private static ModelFile Model(ProtoMessage model, TensorReader tensors)
    {
        ModelGraph? graph = null;
        string producer = "";
        long opset = 0;
        List<ModelFunction> functions = [];
        while (model.Next())
        {
            switch (model.Field)
            {
                case 2: producer = model.Text(); break;
                case 7: graph = Graph(model.Message(), tensors, 0); break;
                case 8:
                    var (domain, version) = OperatorSet(model.Message());
                    if (domain is "" or "ai.onnx") opset = version;
                    break;
                case 25: functions.Add(Function(model.Message(), tensors)); break;
                default: model.Skip(); break;
            }
        }

        if (graph is null) throw new ImportException("It has no graph, so that it is no ONNX model, or is truncated.");
        if (opset == 0) throw new ImportException("It does not say which opset it uses (the field opset_import); 7 or later was expected.");
        if (opset < OldestOpset)
            throw new UnsupportedException(
                $"It uses opset {opset}, but {OldestOpset} or later was expected. Export it again with a newer opset.");
        return new ModelFile((int)Math.Min(opset, int.MaxValue), producer, new FunctionInlining(functions).Inline(graph));
    }

    private static ModelFunction Function(ProtoMessage message, TensorReader tensors)
    {
        string name = "", domain = "";
        List<string> inputs = [], outputs = [];
        List<ModelNode> nodes = [];
        Dictionary<string, ModelAttribute> defaults = new(StringComparer.Ordinal);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: name = message.Text(); break;
                case 4: inputs.Add(message.Text()); break;
                case 5: outputs.Add(message.Text()); break;
                case 7: nodes.Add(Node(message.Message(), tensors, 0)); break;
                case 10: domain = message.Text(); break;
                case 11:
                    ModelAttribute attribute = Attribute(message.Message(), tensors, 0);
                    defaults[attribute.Name] = attribute;
                    break;
                default: message.Skip(); break;
            }
        }

        return new ModelFunction(domain == "ai.onnx" ? "" : domain, name, inputs, outputs, nodes, defaults);
    }

    private static (string Domain, long Version) OperatorSet(ProtoMessage message)
    {
        string domain = "";
        long version = 0;
        while (message.Next())
        {
            if (message.Field == 1) domain = message.Text();
            else if (message.Field == 2) version = message.Integer();
            else message.Skip();
        }

        return (domain, version);
    }

    private static ModelGraph Graph(ProtoMessage message, TensorReader tensors, int depth)
    {
        if (depth > DeepestGraph) throw new ImportException($"It has graphs in graphs, more than {DeepestGraph} deep.");
        string name = "";
        List<ModelNode> nodes = [];
        Dictionary<string, StoredTensor> initializers = new(StringComparer.Ordinal);
        List<ModelValue> inputs = [], outputs = [];
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: nodes.Add(Node(message.Message(), tensors, depth)); break;
                case 2: name = message.Text(); break;
                case 5:
                    StoredTensor tensor = tensors.Read(message.Message());
                    if (!initializers.TryAdd(tensor.Name, tensor))
                        throw new ImportException($"It has two initializers named '{tensor.Name}'.");
                    break;
                case 11: inputs.Add(Value(message.Message())); break;
                case 12: outputs.Add(Value(message.Message())); break;
                case 15: throw new UnsupportedException("It has sparse initializers, which are not read. Export it with dense ones.");
                default: message.Skip(); break;
            }
        }

        // Before format version 4 initializers were listed among the inputs; they are no inputs of the network.
        return new ModelGraph(name, nodes, initializers, [.. inputs.Where(input => !initializers.ContainsKey(input.Name))], outputs);
    }

    private static ModelNode Node(ProtoMessage message, TensorReader tensors, int depth)
    {
        string name = "", type = "", domain = "";
        List<string> inputs = [], outputs = [];
        Dictionary<string, ModelAttribute> attributes = new(StringComparer.Ordinal);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: inputs.Add(message.Text()); break;
                case 2: outputs.Add(message.Text()); break;
                case 3: name = message.Text(); break;
                case 4: type = message.Text(); break;
                case 5:
                    ModelAttribute attribute = Attribute(message.Message(), tensors, depth);
                    attributes[attribute.Name] = attribute;
                    break;
                case 7: domain = message.Text(); break;
                default: message.Skip(); break;
            }
        }

        return new ModelNode(name, type, domain == "ai.onnx" ? "" : domain, inputs, outputs, attributes);
    }

    private static ModelAttribute Attribute(ProtoMessage message, TensorReader tensors, int depth)
    {
        const int FloatsType = 6, IntegersType = 7, TextsType = 8;
        var result = new ModelAttribute("");
        List<float> floats = [];
        List<long> integers = [];
        List<string> texts = [];
        long type = 0;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: result = result with { Name = message.Text() }; break;
                case 2: result = result with { Float = message.Float() }; break;
                case 3: result = result with { Integer = message.Integer() }; break;
                case 4: result = result with { Text = message.Text() }; break;
                case 5: result = result with { Tensor = tensors.Read(message.Message()) }; break;
                case 6: result = result with { Graph = Graph(message.Message(), tensors, depth + 1) }; break;
                case 7: message.Floats(floats); break;
                case 8: message.Integers(integers); break;
                case 9: texts.Add(message.Text()); break;
                case 20: type = message.Integer(); break;
                case 21: result = result with { Reference = message.Text() }; break;
                default: message.Skip(); break;
            }
        }

        return result with
        {
            Floats = floats.Count > 0 || type == FloatsType ? floats : null,
            Integers = integers.Count > 0 || type == IntegersType ? integers : null,
            Texts = texts.Count > 0 || type == TextsType ? texts : null,
        };
    }

    private static ModelValue Value(ProtoMessage message)
    {
        string name = "";
        ElementType type = ElementType.Undefined;
        List<ModelDimension>? dimensions = null;
        while (message.Next())
        {
            if (message.Field == 1) name = message.Text();
            else if (message.Field == 2) (type, dimensions) = TensorType(message.Message());
            else message.Skip();
        }

        return new ModelValue(name, type, dimensions);
    }

    private static (ElementType, List<ModelDimension>?) TensorType(ProtoMessage message)
    {
        ElementType type = ElementType.Undefined;
        List<ModelDimension>? dimensions = null;
        while (message.Next())
        {
            if (message.Field != 1)
            {
                message.Skip();
                continue;
            }

            ProtoMessage tensor = message.Message();
            while (tensor.Next())
            {
                if (tensor.Field == 1) type = (ElementType)tensor.Integer();
                else if (tensor.Field == 2) dimensions = Dimensions(tensor.Message());
                else tensor.Skip();
            }
        }

        return (type, dimensions);
    }

    private static List<ModelDimension> Dimensions(ProtoMessage message)
    {
        List<ModelDimension> dimensions = [];
        while (message.Next())
        {
            if (message.Field != 1)
            {
                message.Skip();
                continue;
            }

            ProtoMessage dimension = message.Message();
            var found = new ModelDimension(null, "");
            while (dimension.Next())
            {
                if (dimension.Field == 1) found = new ModelDimension(dimension.Integer(), "");
                else if (dimension.Field == 2) found = new ModelDimension(null, dimension.Text());
                else dimension.Skip();
            }

            dimensions.Add(found);
        }

        return dimensions;
    }
}
