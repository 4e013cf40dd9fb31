using System.CommandLine;
using System.Text;
using Fusion.Tool.Models;
using Fusion.Tool.Shell;
using Fusion.Tool.Skeletons;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion new</c>: a skeleton of a declaration from weights.</summary>
internal sealed class NewCommand : ToolCommand
{
    private readonly Option<string> _weights;
    private readonly Option<string?> _name, _output, _key;
    private readonly Option<bool> _force, _json;

    public NewCommand()
        : base("new", "Prints a skeleton of a network's declaration, from the names and shapes in a file with weights.",
            new Example("fusion new --weights resnet.safetensors --name ResNet",
                "Prints the declaration; what weights do not tell is marked TODO."),
            new Example("fusion new --weights net.pth --output Net.cs", "Writes it to a file."))
    {
        _weights = With<string>("--weights", "The file: .safetensors, .pth or .npz.", required: true, value: "FILE");
        _name = With<string?>("--name", "The class; after the file where it is not given.", value: "CLASS");
        _output = With<string?>("--output", "The .cs file to write; the standard output where it is not given.", value: "FILE");
        _key = With<string?>("--key", "The entry of a checkpoint with the state dict, where it has several.", value: "NAME");
        _force = With<bool>("--force", "Replaces the output where it is there already.");
        _json = With<bool>("--json", "Prints the class, the text, and the tensors that belong to no layer, as JSON.");
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        string path = line.GetRequiredValue(_weights);
        string name = line.GetValue(_name) is { } given ? ClassNames.Require(given) : ClassNames.Of(ModelFiles.Title(path));
        string? output = line.GetValue(_output);
        if (output is not null) OutputFile.Check(output, line.GetValue(_force));
        using WeightFile file = WeightFile.Open(path, line.GetValue(_key));
        var (text, left) = SkeletonWriter.Write(name, Path.GetFileName(path), file.Tensors);
        if (output is not null) OutputFile.Write(output, line.GetValue(_force), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        if (line.GetValue(_json)) terminal.Json(new { output, className = name, text, left });
        else if (output is null) terminal.Out.Write(text);
        else terminal.Line($"{output}: class {name}, a skeleton for {file.Tensors.Count} tensors.");
        foreach (string note in file.Notes) terminal.Note(note);
        if (left.Count > 0) terminal.Note($"{left.Count} of {file.Tensors.Count} tensors belong to no layer of the skeleton.");
    }
}
