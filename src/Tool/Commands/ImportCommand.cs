using System.CommandLine;
using Fusion.Import;
using Fusion.Import.Protocol;
using Fusion.Tool.Models;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;
using Fusion.Tool.Weights.Safetensors;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion import</c>: an ONNX model as a declaration in C# and a file of weights.</summary>
internal sealed class ImportCommand : ToolCommand
{
    private readonly Argument<string> _file;
    private readonly Option<string> _output;
    private readonly Option<string?> _name, _namespace, _layout;
    private readonly Option<string[]> _shape, _constant;
    private readonly Option<bool> _force, _json;

    public ImportCommand()
        : base("import", "Writes an ONNX model as a declaration in C# and a file of weights.",
            new Example("fusion import resnet18.onnx --output Networks",
                "Writes Networks/Resnet18.cs and Networks/Resnet18.safetensors."),
            new Example("fusion import detector.onnx --output . --shape input=1x3x320x320 --shape input=1x3x640x640",
                "Gives sizes that the file leaves open: one class that runs both."),
            new Example("fusion import vad.onnx --output . --shape input=1x512 --constant sr=16000",
                "Takes the input sr out of the network, which computes what it does for that number."))
    {
        _file = WithFile("model", "The ONNX file. Weights in files beside it are read, too.");
        _output = With<string>("--output", "The folder to write to, which is made where it is missing.", required: true, value: "DIR");
        _name = With<string?>("--name", "The class; after the file where it is not given.", value: "CLASS");
        _namespace = With<string?>("--namespace", "The class's namespace; none where it is not given.", value: "N");
        _shape = With<string[]>("--shape",
            "The shape of an input, the batch first, where the file leaves it open. Given several times, each is a size of the network.",
            value: "INPUT=SHAPE");
        _constant = With<string[]>("--constant", "An input that is a constant in the network, and its value.", value: "INPUT=VALUE");
        _layout = With<string?>("--layout",
            "nchw or nhwc: whether the class takes and gives values channels first, as the model does, or channels last. Where it is not "
            + "given, as the model does if every input and result is [batch, channels, …].", value: "LAYOUT");
        _force = With<bool>("--force", "Replaces files that are there already.");
        _json = With<bool>("--json", "Prints what was written as JSON.");
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        string path = line.GetRequiredValue(_file), folder = line.GetRequiredValue(_output);
        bool force = line.GetValue(_force);
        string name = line.GetValue(_name) is { } given ? ClassNames.Require(given) : ClassNames.Of(ModelFiles.Title(path));
        string space = ClassNames.RequireNamespace(line.GetValue(_namespace) ?? "");
        bool? channelsFirst = line.GetValue(_layout) switch
        {
            null => null,
            "nchw" => true,
            "nhwc" => false,
            var other => throw new ToolException($"--layout {other}: nchw or nhwc was expected."),
        };
        string source = Path.Combine(folder, name + ".cs"), weights = Path.Combine(folder, name + ".safetensors");
        var shapes = ShapeOption.Parse(line.GetValue(_shape) ?? []);
        var constants = ConstantOption.Parse(line.GetValue(_constant) ?? []);
        OutputFile.CheckFolder(folder);
        OutputFile.CheckName(weights);
        if (Directory.Exists(folder))
        {
            OutputFile.Check(source, force);
            OutputFile.Check(weights, force);
        }

        ImportedNetwork network = null!;
        terminal.Progress($"Importing {Path.GetFileName(path)}", progress =>
        {
            ModelFile model = ModelFiles.Read(path);
            progress(0.3);
            network = ImportedNetwork.Create(
                model, name, space, shapes, ConstantOption.For(model, constants, shapes[0]), channelsFirst, Path.GetFileName(path));
            progress(0.7);
            Neighbours.Check(folder, source, network.Source);
            Write(network, folder, source, weights, force);
            progress(1);
        });
        Report(network, source, weights, line.GetValue(_json), terminal);
    }

    /// <summary>Writes both files or, where one of them can't be written, none.</summary>
    private static void Write(ImportedNetwork network, string folder, string source, string weights, bool force)
    {
        bool isNew = OutputFile.MakeFolder(folder);
        try
        {
            OutputFile.Write(source, force, text =>
            {
                text.Write(System.Text.Encoding.UTF8.GetBytes(network.Source));
                text.Flush();
                // The declaration takes its place last: where it is, its weights are.
                OutputFile.Write(weights, force, stream => SafetensorsOutput.Write(
                    stream, network.ToStoredTensors(), new Dictionary<string, string> { ["format"] = "pt" }, _ => { }));
            });
        }
        catch (ToolException) when (isNew)
        {
            Directory.Delete(folder, recursive: false);
            throw;
        }
    }

    private static void Report(ImportedNetwork network, string source, string weights, bool json, Terminal terminal)
    {
        ImportedModel model = network.Model;
        var inputs = network.InputNames.Zip(model.Inputs).ToList();
        var outputs = network.OutputNames.Zip(model.Outputs).ToList();
        List<string> notes = [.. network.Sizes.SelectMany(size => size.Notes).Distinct()];
        string[] notFinite = [.. network.Weights.Where(pair => !Finite.Are(pair.Value.ReadFloats())).Select(pair => pair.Key)];
        if (notFinite.Length > 0) notes.Add(Finite.Sentence(notFinite));
        if (json)
        {
            terminal.Json(new
            {
                source,
                weights,
                className = network.ClassName,
                parameters = model.Graph.ParameterCount,
                multiplyAdds = model.Graph.MultiplyAdds,
                layout = network.IsChannelsFirst ? "nchw" : "nhwc",
                inputs = inputs.Select(Value),
                outputs = outputs.Select(Value),
                notes,
            });
            return;
        }

        terminal.Line(
            $"{source}: class {network.ClassName}, {model.Graph.ParameterCount:N0} parameters, {model.Graph.MultiplyAdds:N0} " +
            "multiply-adds.");
        terminal.Line($"{weights}: {network.Weights.Count} tensors.");
        foreach (var (name, border) in inputs.Concat(outputs))
        {
            string order = network.IsChannelsFirst || border.Order.Length <= 1 ? "in the same order"
                : $"as [{string.Join(", ", border.Order.Select(axis => border.Dimensions[axis]))}] for each sample";
            terminal.Line($"{name}: the model's '{border.ModelName}' [{string.Join(", ", border.Dimensions)}], {order}.");
        }

        foreach (string note in notes) terminal.Note(note);

        static object Value((string Name, Border Border) value) =>
            new { name = value.Name, model = value.Border.ModelName, dimensions = value.Border.Dimensions };
    }
}
