using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Fusion.Tool.Shell;
using Fusion.Tool.Skeletons;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion new</c>: a skeleton of a declaration from weights.</summary>
internal sealed partial class NewCommand : ToolCommand
{
    private readonly Option<string> _weights;
    private readonly Option<string?> _name, _output, _key;
    private readonly Option<bool> _force;

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
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        string path = line.GetRequiredValue(_weights);
        string name = line.GetValue(_name) ?? ClassName(path);
        if (!Identifier().IsMatch(name)) throw new ToolException($"--name '{name}' is no name of a class.");
        string? output = line.GetValue(_output);
        if (output is not null) OutputFile.Check(output, line.GetValue(_force));
        using WeightFile file = WeightFile.Open(path, line.GetValue(_key));
        var (text, left) = SkeletonWriter.Write(name, Path.GetFileName(path), file.Tensors);
        if (output is null) terminal.Out.Write(text);
        else OutputFile.Write(output, line.GetValue(_force), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        foreach (string note in file.Notes) terminal.Note(note);
        if (left.Count > 0) terminal.Note($"{left.Count} of {file.Tensors.Count} tensors belong to no layer of the skeleton.");
    }

    private static string ClassName(string path)
    {
        IEnumerable<string> words = NotInNames().Split(Path.GetFileNameWithoutExtension(path)).Where(word => word.Length > 0);
        string name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "Net" + name;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames();
}
