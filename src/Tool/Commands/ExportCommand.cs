using System.CommandLine;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Onnx;
using Fusion.Tool.InMemory;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion export</c>: a declaration and its weights as an ONNX model.</summary>
internal sealed class ExportCommand : ToolCommand
{
    /// <summary>Some bytes less than 2 GiB, which the nodes take.</summary>
    private const long MostBytes = int.MaxValue - (16 << 20);

    private const int LongestSource = 16 << 20;

    private readonly Argument<string[]> _sources;
    private readonly Option<string> _weights, _output;
    private readonly Option<string?> _network, _layout;
    private readonly Option<int> _size;
    private readonly Option<bool> _force, _json;

    public ExportCommand()
        : base("export", "Writes a declaration and its weights as an ONNX model, which other engines run.",
            new Example("fusion export Digits.cs --weights digits.safetensors --output digits.onnx",
                "Reads the class in the file, and all others that it uses from the files that are given."),
            new Example("fusion export *.cs --network Zoo.ResNet50 --weights resnet50.safetensors --output resnet50.onnx --layout nhwc",
                "Chooses one of several networks; its input is [batch, H, W, C], as the class takes it."))
    {
        _sources = new Argument<string[]>("sources") { Description = "C# files with the declaration.", Arity = ArgumentArity.OneOrMore };
        Arguments.Add(_sources);
        _weights = With<string>("--weights", "The .safetensors file.", required: true, value: "FILE");
        _output = With<string>("--output", "The ONNX file to write.", required: true, value: "FILE");
        _network = With<string?>("--network", "The class, with its namespace, where there are several.", value: "CLASS");
        _layout = With<string?>("--layout", "nchw or nhwc: the order of dimensions at inputs and results; nchw where it is not given.",
            value: "LAYOUT");
        _size = With<int>("--size", "Which of the class's sizes: 0 for the first [FusedNetwork], 1 for the second.", value: "N");
        _force = With<bool>("--force", "Replaces the output where it is there already.");
        _json = With<bool>("--json", "Prints what was written as JSON.");
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        string output = line.GetRequiredValue(_output);
        bool force = line.GetValue(_force);
        OnnxLayout layout = line.GetValue(_layout) switch
        {
            null or "nchw" => OnnxLayout.ChannelsFirst,
            "nhwc" => OnnxLayout.ChannelsLast,
            var other => throw new ToolException($"--layout {other}: nchw or nhwc was expected."),
        };
        OutputFile.Check(output, force);
        var project = new InMemoryProject((line.GetValue(_sources) ?? []).Select(Read));
        string name = Choose(project.Networks, line.GetValue(_network));
        IReadOnlyList<Graph> sizes = project.Graphs(name);
        int size = line.GetValue(_size);
        if (size < 0 || size >= sizes.Count)
            throw new ToolException($"--size {size}: {name} has {sizes.Count} {(sizes.Count == 1 ? "size" : "sizes")}, counted from 0.");
        StateDict weights = Weights(line.GetRequiredValue(_weights), sizes[size], terminal);
        Graph graph = sizes[size];
        if (graph.Parameters.Sum(parameter => parameter.Elements) * sizeof(float) > MostBytes)
            throw new ToolException($"The weights of {name} take more than 2 GiB, which is the most that one ONNX file can hold.");
        terminal.Progress($"Writing {Path.GetFileName(output)}", _ => OutputFile.Write(output, force, stream =>
            OnnxExporter.Write(stream, graph, parameter => weights[parameter].Values.ToArray(), null, layout)));
        if (line.GetValue(_json))
            terminal.Json(new { output, network = name, size, parameters = graph.ParameterCount, operations = graph.Nodes.Count });
        else terminal.Line($"{output}: {graph.ParameterCount:N0} parameters, {graph.Nodes.Count} operations, from {name}.");
    }

    private static (string Text, string Path) Read(string path) =>
        (InputFile.ReadText(path, "C# with a declaration", LongestSource), Path.GetFileName(path));

    private static string Choose(IReadOnlyList<string> networks, string? wanted)
    {
        if (networks.Count == 0) throw new ToolException("No class in the files is marked [FusedNetwork].");
        if (wanted is null)
        {
            return networks.Count == 1 ? networks[0]
                : throw new ToolException($"There are several networks; --network chooses one: {string.Join(", ", networks)}.");
        }

        if (networks.Contains(wanted)) return wanted;
        string[] named = [.. networks.Where(name => name.EndsWith("." + wanted, StringComparison.Ordinal))];
        return named.Length switch
        {
            1 => named[0],
            0 => throw new ToolException($"There is no network {wanted}; the files have {string.Join(", ", networks)}."),
            _ => throw new ToolException($"There are several networks {wanted}; --network takes one of {string.Join(", ", named)}."),
        };
    }

    /// <summary>The weights, of which each that the network needs is there in its size.</summary>
    private static StateDict Weights(string path, Graph graph, Terminal terminal)
    {
        StateDict weights;
        InputFile.Open(path, "a .safetensors file").Dispose();
        try
        {
            weights = StateDict.Load(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or WeightsException)
        {
            throw new ToolException(exception.Message, exception);
        }

        List<string> problems = [], notFinite = [];
        foreach (Parameter parameter in graph.Parameters)
        {
            if (!weights.TryGet(parameter.Name, out WeightTensor? tensor)) problems.Add($"there is no tensor '{parameter.Name}'");
            else if (tensor.Values.Length != parameter.Elements)
            {
                problems.Add($"'{parameter.Name}' has the dimensions [{string.Join(", ", tensor.Dimensions)}], but the network needs "
                    + $"[{string.Join(", ", parameter.Dimensions)}]");
            }
            else if (!Finite.Are(tensor.Values)) notFinite.Add(parameter.Name);
        }

        if (problems.Count > 0) throw new ToolException($"{path}: {string.Join("; ", problems)}.");
        var known = graph.Parameters.Select(parameter => parameter.Name).ToHashSet();
        int left = weights.Tensors.Count(tensor => !known.Contains(tensor.Name));
        if (left > 0) terminal.Note($"{left} of the file's {weights.Tensors.Count} tensors are not of the network, and left out.");
        if (notFinite.Count > 0) terminal.Note(Finite.Sentence(notFinite));
        return weights;
    }
}
