using Fusion.Tool.Weights;

namespace Fusion.Tool.Tests.Weights;

/// <summary>Checkpoints of PyTorch: what is read of them, and what is refused.</summary>
public sealed class TorchCheckpointTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_checkpoint_that_Python_pickled_is_read(int protocol)
    {
        string file = _folder.Write("a.pth", Archive.Checkpoint(
            PythonPickles.Of(protocol), Archive.Bytes(0f, 1, 2, 3, 4, 5), Archive.Bytes(1234567890123L)));
        using WeightFile weights = WeightFile.Open(file);
        Assert.Equal(["fc.weight", "fc.bias", "bn.num_batches_tracked"], weights.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(["F32", "F32", "I64"], weights.Tensors.Select(tensor => tensor.DataType));
        Assert.Equal([3, 2], weights.Tensors[0].Dimensions);
        Assert.Equal(Archive.Bytes(0f, 3, 1, 4, 2, 5), weights.Tensors[0].Read());
        Assert.Equal(Archive.Bytes(3f, 4, 5), weights.Tensors[1].Read());
        Assert.Equal(Archive.Bytes(1234567890123L), weights.Tensors[2].Read());
        Assert.Empty(weights.Tensors[2].Dimensions);
        Assert.Equal(["the state dict is the entry 'state_dict' of the checkpoint."], weights.Notes);
    }

    [Theory]
    [InlineData("FloatStorage", "F32", 4)]
    [InlineData("DoubleStorage", "F64", 8)]
    [InlineData("HalfStorage", "F16", 2)]
    [InlineData("BFloat16Storage", "BF16", 2)]
    [InlineData("LongStorage", "I64", 8)]
    [InlineData("IntStorage", "I32", 4)]
    [InlineData("ByteStorage", "U8", 1)]
    [InlineData("BoolStorage", "BOOL", 1)]
    public void Every_type_keeps_its_bytes(string storage, string type, int width)
    {
        byte[] values = [.. Enumerable.Range(0, 6 * width).Select(value => (byte)value)];
        using WeightFile weights = Open(pickle => pickle.Text("a").Tensor(storage, "0", 6, 0, [2, 3], [3, 1]), values);
        Assert.Equal(type, weights.Tensors[0].DataType);
        Assert.Equal(values, weights.Tensors[0].Read());
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3, 1 }, 0, new float[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(new[] { 3, 2 }, new[] { 1, 3 }, 0, new float[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData(new[] { 2, 2 }, new[] { 4, 2 }, 1, new float[] { 1, 3, 5, 7 })]
    [InlineData(new[] { 2, 1, 2 }, new[] { 1, 9, 2 }, 0, new float[] { 0, 2, 1, 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 0, 1 }, 5, new float[] { 5, 6, 7, 5, 6, 7 })]
    [InlineData(new int[0], new int[0], 7, new float[] { 7 })]
    [InlineData(new[] { 4, 0 }, new[] { 1, 1 }, 0, new float[0])]
    public void A_view_is_read_row_by_row(int[] sizes, int[] strides, int offset, float[] expected)
    {
        using WeightFile weights = Open(
            pickle => pickle.Text("a").Tensor("FloatStorage", "0", 8, offset, sizes, strides), Archive.Bytes(0f, 1, 2, 3, 4, 5, 6, 7));
        Assert.Equal(Archive.Bytes(expected), weights.Tensors[0].Read());
    }

    [Fact]
    public void A_parameter_is_its_tensor()
    {
        using WeightFile weights = Open(
            pickle => pickle.Text("a").Global("torch._utils", "_rebuild_parameter").Op('(').Tensor("FloatStorage", "0", 2, 0, [2], [1])
                .Raw(0x88)
                .Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R'),
            Archive.Bytes(1f, 2));
        Assert.Equal(Archive.Bytes(1f, 2), weights.Tensors[0].Read());
    }

    /// <summary>As TorchSharp.PyBridge writes it.</summary>
    [Fact]
    public void A_dict_may_be_made_of_an_empty_tuple()
    {
        using WeightFile weights = Open(
            pickle => pickle.Text("a").Tensor("FloatStorage", "0", 1, 0, [1], [1])
                .Text("b").Global("collections", "OrderedDict").Op(')').Raw(0x85).Op('R'),
            Archive.Bytes(1f));
        Assert.Equal("a", weights.Tensors.Single().Name);
    }

    /// <summary>What a pickle could run is named, and not run: here nothing could run it.</summary>
    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("subprocess", "Popen")]
    [InlineData("torch", "load")]
    [InlineData("torch.nn.modules.linear", "Linear")]
    [InlineData("numpy.core.multiarray", "_reconstruct")]
    [InlineData("argparse", "Namespace")]
    public void Everything_that_is_no_tensor_or_container_is_refused_by_name(string module, string name)
    {
        string file = _folder.Write("a.pth", Archive.Checkpoint(
            new Pickle().Global(module, name).Text("touch here").Raw(0x85).Op('R').End()));
        Assert.Contains($"it names {module}.{name}, which", Failure(file));
        file = _folder.Write("b.pth", Archive.Checkpoint(
            new Pickle(4).Text(module).Text(name).Raw(0x93).Text("touch here").Raw(0x85).Op('R').End()));
        Assert.Contains($"it names {module}.{name}, which", Failure(file));
    }

    [Theory]
    [InlineData('i')] // INST and OBJ make objects of classes, and the others are of protocol 0 or need a registry.
    [InlineData('o')]
    [InlineData('P')]
    [InlineData('I')]
    [InlineData('\u0082')]
    [InlineData('\u0092')]
    [InlineData('\u0097')]
    public void Opcodes_for_anything_else_are_refused(char opcode) =>
        Assert.Contains("is for neither tensors nor containers", Failure(Raw(new Pickle().Op('(').Op(opcode).End())));

    [Fact]
    public void A_type_cannot_be_called() =>
        Assert.Contains("it calls torch.FloatStorage", Failure(Raw(new Pickle().Global("torch", "FloatStorage").Op(')').Op('R').End())));

    [Theory]
    [InlineData(9, new[] { 9 }, new[] { 1 }, 0)]
    [InlineData(8, new[] { 9 }, new[] { 1 }, 0)]
    [InlineData(8, new[] { 8 }, new[] { 1 }, 1)]
    [InlineData(8, new[] { 8 }, new[] { -1 }, 7)]
    [InlineData(8, new[] { -1 }, new[] { 1 }, 0)]
    [InlineData(8, new[] { 2, 2 }, new[] { 1 }, 0)]
    [InlineData(8, new[] { int.MaxValue, int.MaxValue }, new[] { 0, 0 }, 0)]
    [InlineData(8, new[] { 100_000_000 }, new[] { 0 }, 0)]
    [InlineData(-8, new[] { 8 }, new[] { 1 }, 0)]
    [InlineData(int.MaxValue, new[] { int.MaxValue }, new[] { 1 }, 0)]
    public void A_tensor_that_its_file_cannot_hold_is_refused(int count, int[] sizes, int[] strides, int offset)
    {
        string file = _folder.Write("a.pth", Archive.Checkpoint(
            new Pickle().Dict(items => items.Text("a").Tensor("FloatStorage", "0", count, offset, sizes, strides))
                .End(), Archive.Bytes(new float[8])));
        long before = GC.GetTotalAllocatedBytes();
        Failure(file);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50_000_000);
    }

    [Fact]
    public void What_is_no_checkpoint_is_called_what_it_is()
    {
        Assert.Contains("before PyTorch 1.6: save it again", Failure(_folder.Write("old.pth", [0x80, 2, 0x8A, 0x0A, 1, 2, 3])));
        Assert.Contains("TorchScript", Failure(_folder.Write("script.pt", Archive.Zip(
            System.IO.Compression.CompressionLevel.NoCompression, ("m/data.pkl", new Pickle().Op('}').End()), ("m/constants.pkl", [])))));
        Assert.Contains("neither a checkpoint", Failure(_folder.Write("other.zip", Archive.Npz(("readme.txt", [1])))));
        Assert.Contains("picture", Failure(_folder.Write("photo.pth", [0x89, .. "PNG"u8, 1, 2, 3, 4])));
        Assert.Contains("empty", Failure(_folder.Write("empty.pth", [])));
        Assert.Contains("There is no file", Failure(_folder["missing.pth"]));
    }

    [Fact]
    public void One_of_several_state_dicts_is_named()
    {
        byte[] pickle = new Pickle().Dict(items => items
            .Text("generator").Dict(inner => inner.Text("a").Tensor("FloatStorage", "0", 2, 0, [2], [1]))
            .Text("critic").Dict(inner => inner.Text("b").Tensor("FloatStorage", "0", 2, 0, [1], [1]))).End();
        string file = _folder.Write("gan.pth", Archive.Checkpoint(pickle, Archive.Bytes(1f, 2)));
        Assert.Contains("state dicts generator, critic; --key says", Failure(file));
        using WeightFile weights = WeightFile.Open(file, "critic");
        Assert.Equal("b", weights.Tensors.Single().Name);
    }

    /// <summary>A list in a list, each twice, forty times over, would be a million million values, were it followed; a cycle never
    /// ends.</summary>
    [Fact]
    public void Values_that_share_or_hold_each_other_take_no_time()
    {
        Pickle shared = new Pickle().Op(']');
        for (int i = 0; i < 40; i++) shared.Op('2').Raw(0x86).Raw((byte)'q', (byte)i);
        Assert.Contains("holds a list", Failure(Raw(shared.End())));
        byte[] cycle = new Pickle().Op('}').Raw((byte)'q', 0).Text("state_dict").Raw((byte)'h', 0).Op('s').End();
        Assert.Contains("holds no tensors by name", Failure(Raw(cycle)));
    }

    private WeightFile Open(Action<Pickle> item, params byte[][] storages) =>
        WeightFile.Open(_folder.Write("a.pth", Archive.Checkpoint(new Pickle().Dict(item).End(), storages)));

    private string Raw(byte[] pickle) => _folder.Write("raw.pth", Archive.Checkpoint(pickle));

    private string Failure(string file)
    {
        string error = ToolRun.Failure("convert", file, "--output", _folder["out.safetensors"]);
        Assert.DoesNotContain("out.safetensors", string.Join(' ', _folder.Files));
        return error;
    }
}
