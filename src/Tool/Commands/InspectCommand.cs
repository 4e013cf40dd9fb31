using System.CommandLine;
using Fusion.Tool.Inspect;
using Fusion.Tool.Models;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion inspect</c>: what is in a file.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly Argument<string> _file;
    private readonly Option<string[]> _networks, _shape, _constant;
    private readonly Option<string?> _key;
    private readonly Option<bool> _json;

    public InspectCommand()
        : base("inspect", "Shows what is in a file: tensors of weights, or the networks of an assembly. Nothing in the file is run.",
            new Example("fusion inspect resnet.safetensors", "Names, types and shapes of the tensors; .pth and .npz likewise."),
            new Example("fusion inspect bin/Release/net10.0/Program.dll --network ResNet50",
                "Layers, shapes, parameters and the fusion plan."),
            new Example("fusion inspect weights.pth --json", "The same for programs."))
    {
        _file = WithFile("file", "A .safetensors, .pth, .npz or .dll file. Its content tells what it is, not its name.");
        _networks = With<string[]>("--network", "A network of the assembly. May be given several times.", value: "NAME");
        _key = With<string?>("--key", "The entry of a checkpoint with the state dict, where it has several.", value: "NAME");
        _shape = With<string[]>("--shape", "The shape of an input of a model, where the file leaves it open.", value: "INPUT=SHAPE");
        _constant = With<string[]>("--constant", "An input of a model that is a constant in the network, and its value.",
            value: "INPUT=VALUE");
        _json = With<bool>("--json", "Prints JSON.");
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        string path = line.GetRequiredValue(_file);
        byte[] start;
        long length;
        using (FileStream file = InputFile.Open(path, "a file to look into"))
        {
            start = InputFile.Start(file);
            length = file.Length;
        }
        IInspector inspector = InspectorTable.All.FirstOrDefault(known => known.Fits(start, length))
            ?? throw new ToolException($"{path} is neither weights nor a model nor an assembly. {InputFile.Describe(start)}");
        var shapes = ShapeOption.Parse(line.GetValue(_shape) ?? []);
        if (shapes.Count > 1) throw new ToolException("inspect takes one shape for each input.");
        var inputs = new GivenInputs(shapes[0], ConstantOption.Parse(line.GetValue(_constant) ?? []));
        inspector.Inspect(path,
            new InspectOptions(line.GetValue(_networks) ?? [], line.GetValue(_key), line.GetValue(_json)) { Inputs = inputs }, terminal);
    }
}
