using System.CommandLine;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;
using Fusion.Tool.Weights.Safetensors;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion convert</c>: weights of PyTorch or NumPy as <c>.safetensors</c>.</summary>
internal sealed class ConvertCommand : ToolCommand
{
    private readonly Argument<string> _file;
    private readonly Option<string> _output;
    private readonly Option<string[]> _rename;
    private readonly Option<string?> _key;
    private readonly Option<bool> _force, _json;

    public ConvertCommand()
        : base("convert", "Converts weights of PyTorch (.pth, .pt, .ckpt) or NumPy (.npz) to .safetensors, which networks load.",
            new Example("fusion convert resnet.pth --output resnet.safetensors", "Converts a checkpoint that torch.save wrote."),
            new Example("fusion convert net.pth --output net.safetensors --rename module.= --rename fc.=head.",
                "Takes the beginning 'module.' off every name, then has 'head.' for 'fc.' at the beginning of names."),
            new Example("fusion convert gan.ckpt --key generator --output generator.safetensors", "Takes one of several state dicts."))
    {
        _file = WithFile("weights", "The file: .pth, .npz or .safetensors. Its content tells what it is, not its name.");
        _output = With<string>("--output", "The .safetensors file to write.", required: true, value: "FILE");
        _rename = With<string[]>("--rename",
            "Another name for a tensor, or, where FROM ends in a dot, another beginning for names. May be given several times.",
            value: "FROM=TO");
        _key = With<string?>("--key", "The entry of the checkpoint with the state dict, where it has several.", value: "NAME");
        _force = With<bool>("--force", "Replaces the output where it is there already.");
        _json = With<bool>("--json", "Prints what was written as JSON.");
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        string output = line.GetRequiredValue(_output);
        bool force = line.GetValue(_force);
        List<Renaming> rules = [.. (line.GetValue(_rename) ?? []).Select(Renaming.Parse)];
        OutputFile.Check(output, force);
        using WeightFile file = WeightFile.Open(line.GetRequiredValue(_file), line.GetValue(_key));
        IReadOnlyList<StoredTensor> renamed = Renaming.Apply(rules, file.Tensors);
        List<StoredTensor> tensors = [.. renamed.Select(TensorTypes.ForNetworks)];
        int narrowed = renamed.Count(tensor => tensor.DataType == "F64");
        terminal.Progress($"Writing {Path.GetFileName(output)}", progress =>
            OutputFile.Write(output, force, stream => SafetensorsOutput.Write(stream, tensors, Metadata(file), progress)));
        foreach (string note in file.Notes) terminal.Note(note);
        string[] infinite =
            [.. renamed.Where(tensor => tensor.DataType == "F64" && TensorTypes.Overflows(tensor)).Select(tensor => tensor.Name)];
        if (infinite.Length > 0)
            terminal.Note($"64-bit floats beyond the range of 32 bits became infinite in {string.Join(", ", infinite)}.");
        if (narrowed > 0) terminal.Note($"{narrowed} {(narrowed == 1 ? "tensor" : "tensors")} of 64-bit floats became 32-bit ones.");
        if (line.GetValue(_json))
            terminal.Json(new { output, format = file.Format, tensors = tensors.Select(TensorSummary.Of), notes = file.Notes, narrowed });
        else
            terminal.Line($"{output}: {tensors.Count} tensors, {tensors.Sum(tensor => tensor.Elements):N0} values, from {file.Format}.");
    }

    /// <summary>PyTorch's mark, which other readers of the format ask for.</summary>
    private static Dictionary<string, string> Metadata(WeightFile file) => new(file.Metadata) { ["format"] = "pt" };
}
