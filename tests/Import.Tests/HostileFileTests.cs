using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;

namespace Fusion.Import.Tests;

/// <summary>Files that are damaged, or made to do harm, give a clear error and nothing else.</summary>
public sealed class HostileFileTests
{
    [DataTheory("models/mnist-8")]
    [InlineData("models/mnist-8", 400)]
    [InlineData("models/espcn-subpixel", 200)]
    [InlineData("onnx-node/test_basic_conv_without_padding", 600)]
    [InlineData("onnx-node/test_resize_upsample_scales_nearest", 600)]
    public void DamagedBytesAreReported(string folder, int tries)
    {
        byte[] whole = File.ReadAllBytes(SharedData.Path(folder + "/model.onnx"));
        var random = new Random(7);
        for (int i = 0; i < tries; i++)
        {
            byte[] bytes = i % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            // The structure is in the first bytes of messages: most of the damage goes there.
            for (int flips = i % 3 == 0 ? 0 : random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(600, bytes.Length))] = (byte)random.Next(256);
            try
            {
                ModelFile model = ModelReader.Read(bytes, null);
                ModelImporter.Import(model, new ImportOptions());
            }
            catch (ImportException)
            {
                // What was expected. Anything else fails the test.
            }
        }
    }

    [Fact]
    public void ACircleIsReported()
    {
        var model = new OnnxText();
        ModelFile file = model.Build(model.Add("Relu", ["v1"]), 1, 8);
        ModelNode second = new("", "Relu", "", ["v0"], ["v1"], new Dictionary<string, ModelAttribute>());
        file = file with { Graph = file.Graph with { Nodes = [.. file.Graph.Nodes, second] } };
        Assert.Contains("circle", Assert.Throws<ImportException>(() => ModelImporter.Import(file, new ImportOptions())).Message);
    }

    /// <summary>Graphs in graphs in graphs, deeper than any exporter's.</summary>
    [Fact]
    public void DeepGraphsAreReported()
    {
        byte[] graph = [];
        for (int depth = 0; depth < 1000; depth++)
        {
            // A node with an attribute with a graph, each with its length before it.
            byte[] attribute = Field(6, graph), node = Field(5, attribute);
            graph = Field(1, node);
        }

        byte[] model = Field(7, graph);
        Assert.Contains("graphs in graphs", Assert.ThrowsAny<ImportException>(() => ModelReader.Read(model, null)).Message);

        static byte[] Field(int number, byte[] content)
        {
            List<byte> bytes = [(byte)(number << 3 | 2)];
            int length = content.Length;
            for (; length > 127; length >>= 7) bytes.Add((byte)(length & 127 | 128));
            return [.. bytes, (byte)length, .. content];
        }
    }

    [Theory]
    [InlineData(1, 1_000_000, 1_000_000)]
    [InlineData(1, int.MaxValue, 2)]
    [InlineData(1, -3, 4)]
    public void AbsurdSizesAreReported(int first, int second, int third)
    {
        var model = new OnnxText();
        Assert.Throws<ImportException>(() => model.Import(model.Add("Relu", ["x"]), first, second, third));
    }

    [Fact]
    public void ConstantsOfAbsurdSizeAreNotMade()
    {
        var model = new OnnxText();
        string huge = model.Add("ConstantOfShape", [model.Longs(100_000, 100_000)]);
        var exception = Assert.Throws<UnsupportedException>(() => model.Import(model.Add("Add", ["x", huge]), 1, 8));
        Assert.Contains("too large", exception.Message);
    }

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("sub/../../secret.bin")]
    [InlineData("")]
    [InlineData("link.bin")]
    public void DataOutsideOfTheFolderIsNotOpened(string location)
    {
        using var folder = new TemporaryFolder();
        string models = Directory.CreateDirectory(Path.Combine(folder.Path, "models")).FullName;
        string secret = Path.Combine(folder.Path, "secret.bin");
        File.WriteAllBytes(secret, new byte[16]);
        File.CreateSymbolicLink(Path.Combine(models, "link.bin"), secret);
        string path = Path.Combine(models, "model.onnx");
        File.WriteAllBytes(path, ExternalModel(location, 0, 16));
        var exception = Assert.ThrowsAny<ImportException>(() => ModelReader.Read(path));
        Assert.Contains("lies in the file", exception.Message);
    }

    [Theory]
    [InlineData(0, 16, true)]
    [InlineData(4, 16, false)]
    [InlineData(-4, 16, false)]
    [InlineData(0, 12, false)]
    public void DataBesideTheModelIsReadWhereItFits(int offset, int length, bool fits)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "weights.bin"), new byte[16]);
        string path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, ExternalModel("weights.bin", offset, length));
        if (fits) Assert.Equal(new float[4], ModelReader.Read(path).Graph.Initializers["w"].Floats());
        else Assert.ThrowsAny<ImportException>(() => ModelReader.Read(path));
    }

    [Fact]
    public void AllThatIsUnknownIsNamedAtOnce()
    {
        var model = new OnnxText();
        string result = model.Add("Attention9", [model.Add("Loop", [model.Add("Loop", ["x"])])]);
        var exception = Assert.Throws<UnsupportedException>(() => model.Import(result, 1, 8));
        Assert.Contains("2 x Loop", exception.Message);
        Assert.Contains("1 x Attention9", exception.Message);
    }

    /// <summary>A model with one initializer of four floats in another file.</summary>
    private static byte[] ExternalModel(string location, int offset, int length)
    {
        byte[] Entry(string key, string value) => Message(13, [.. Text(1, key), .. Text(2, value)]);
        byte[] tensor =
        [
            8, 4, 16, 1, .. Text(8, "w"), .. Entry("location", location), .. Entry("offset", $"{offset}"), .. Entry("length", $"{length}"),
            14 << 3, 1,
        ];
        byte[] opset = [.. Text(1, ""), 16, 17];
        return [8, 8, .. Message(7, Message(5, tensor)), .. Message(8, opset)];
    }

    private static byte[] Text(int field, string value) => Message(field, System.Text.Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] bytes) => [(byte)(field << 3 | 2), (byte)bytes.Length, .. bytes];
}
