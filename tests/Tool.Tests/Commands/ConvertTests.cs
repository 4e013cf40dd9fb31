using System.Text.Json;

namespace Fusion.Tool.Tests.Commands;

/// <summary><c>fusion convert</c> and what holds for every command.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_becomes_a_file_that_networks_load()
    {
        ToolRun run = ToolRun.Success("convert", Checkpoint(), "--output", _folder["out.safetensors"]);
        Assert.Contains("3 tensors, 10 values, from a checkpoint of PyTorch", run.Out);
        StateDict weights = StateDict.Load(_folder["out.safetensors"]);
        Assert.Equal([0f, 3, 1, 4, 2, 5], weights["fc.weight"].Values.ToArray());
        Assert.Equal("I64", weights["bn.num_batches_tracked"].DataType);
        Assert.Equal("pt", weights.Metadata["format"]);
        Assert.Equal(["a.pth", "out.safetensors"], _folder.Files);
    }

    [Fact]
    public void Doubles_become_floats_and_it_says_so()
    {
        string file = _folder.Write("a.npz", Archive.Npz(
            ("w.npy", Archive.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", Archive.Bytes(0.1, -2.5)))));
        ToolRun run = ToolRun.Success("convert", file, "--output", _folder["out.safetensors"]);
        Assert.Contains("note: 1 tensor of 64-bit floats became 32-bit ones.", run.Error);
        Assert.Equal([0.1f, -2.5f], StateDict.Load(_folder["out.safetensors"])["w"].Values.ToArray());
    }

    [Fact]
    public void Doubles_that_no_float_holds_are_named()
    {
        string file = _folder.Write("a.npz", Archive.Npz(
            ("large.npy", Archive.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", Archive.Bytes(1e39, 1))),
            ("infinite.npy", Archive.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }",
                Archive.Bytes(double.PositiveInfinity)))));
        ToolRun run = ToolRun.Success("convert", file, "--output", _folder["out.safetensors"]);
        Assert.Contains("note: 64-bit floats beyond the range of 32 bits became infinite in large.\n", run.Error.Replace("\r", ""));
    }

    [Fact]
    public void Names_are_changed_in_order()
    {
        ToolRun.Success("convert", Checkpoint(), "--output", _folder["o.safetensors"], "--rename", "fc.=head.", "--rename", "head.bias=b");
        Assert.Equal(["b", "bn.num_batches_tracked", "head.weight"],
            StateDict.Load(_folder["o.safetensors"]).Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("fc=head", "no tensor is called fc (a beginning of names ends in a dot)")]
    [InlineData("layer.=", "no tensor begins with layer.")]
    [InlineData("fc.bias=fc.weight", "Two tensors come to the name fc.weight")]
    [InlineData("fc.bias=", "cannot be called ''")]
    [InlineData("fc.bias", "FROM=TO was expected")]
    public void A_renaming_that_makes_no_sense_is_refused(string rule, string message) =>
        Assert.Contains(message, ToolRun.Failure("convert", Checkpoint(), "--output", _folder["o.safetensors"], "--rename", rule));

    [Fact]
    public void A_file_is_replaced_only_by_force()
    {
        string target = _folder.Write("out.safetensors", [1, 2, 3]);
        Assert.Contains("is there already; --force replaces it", ToolRun.Failure("convert", Checkpoint(), "--output", target));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(target));
        ToolRun.Success("convert", Checkpoint(), "--output", target, "--force");
        Assert.Equal(3, StateDict.Load(target).Tensors.Count);
    }

    /// <summary>The values of the second tensor are damaged, which is noticed after the first has been written.</summary>
    [Fact]
    public void A_failure_leaves_no_file_and_the_old_one_as_it_was()
    {
        byte[] checkpoint = File.ReadAllBytes(Checkpoint());
        int place = checkpoint.AsSpan().IndexOf(BitConverter.GetBytes(1234567890123L));
        checkpoint[place] ^= 1;
        string target = _folder.Write("out.safetensors", [1, 2, 3]);
        string error = ToolRun.Failure("convert", _folder.Write("b.pth", checkpoint), "--output", target, "--force");
        Assert.Contains("the checksum of archive/data/1 is wrong", error);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(target));
        Assert.Equal(["a.pth", "b.pth", "out.safetensors"], _folder.Files);
    }

    [Fact]
    public void Programs_can_read_what_was_done()
    {
        using var json = JsonDocument.Parse(ToolRun.Success("convert", Checkpoint(), "--output", _folder["o.safetensors"], "--json").Out);
        JsonElement tensor = json.RootElement.GetProperty("tensors")[0];
        Assert.Equal("fc.weight", tensor.GetProperty("name").GetString());
        Assert.Equal([3, 2], tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
    }

    [Fact]
    public void The_help_has_an_example_for_each_command()
    {
        string help = ToolRun.Success("--help").Out;
        foreach (var command in Fusion.Tool.Commands.CommandTable.Create())
        {
            Assert.Contains($"fusion {command.Name}", help);
            string own = ToolRun.Success(command.Name, "--help").Out;
            Assert.NotEmpty(command.Examples);
            Assert.All(command.Examples, example => Assert.Contains(example.Line, own));
        }
    }

    [Fact]
    public void A_line_that_means_nothing_is_one_sentence()
    {
        ToolRun run = ToolRun.Of("convert", "a.pth");
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("--output", run.Error);
        Assert.Contains("'fusion convert --help' explains it", run.Error);
        Assert.Equal(2, ToolRun.Of("conjure").Code);
    }

    private string Checkpoint() => _folder.Write("a.pth", Archive.Checkpoint(
        PythonPickles.Of(2), Archive.Bytes(0f, 1, 2, 3, 4, 5), Archive.Bytes(1234567890123L)));
}
