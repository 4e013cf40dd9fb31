using System.Buffers.Binary;
using System.Text;

namespace Fusion.Tests.Weights;

/// <summary>Sentences that say what is wrong with weights, word for word.</summary>
public sealed class RefusalTests
{
    private static readonly NetworkInfo s_info = new("Small", [], [new ParameterInfo("fc.bias", [2], ParameterKind.Bias),
        new ParameterInfo("fc.weight", [2, 4], ParameterKind.Weight, 4)]);

    [Theory]
    [InlineData(true, "The weights do not fit Small: 1 problem.\n  fc.weight: missing; [2, 4] was expected.")]
    [InlineData(false, "The weights do not fit Small: 2 problems.\n  fc.bias: missing; [2] was expected.\n"
        + "  fc.weight: missing; [2, 4] was expected.")]
    public void Problems_are_counted(bool hasBias, string message)
    {
        var weights = new StateDict();
        if (hasBias) weights.Add("fc.bias", [2], [1, 2]);
        var exception = Assert.Throws<WeightsException>(() => WeightsCheck.Check(s_info, weights, new NetworkOptions()));
        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void Folder_is_no_file()
    {
        string folder = Path.GetTempPath();
        var exception = Assert.Throws<WeightsException>(() => StateDict.Load(folder));
        Assert.Equal($"{folder}: a folder was found; the .safetensors file itself was expected.", exception.Message);
    }

    [Theory]
    [InlineData(true, "This is no .safetensors file, or it is damaged: the header claims 1000 bytes; only 20 follow.")]
    [InlineData(false, "The header: the data ends 980 bytes too early.")]
    public void Header_is_longer_than_the_file(bool seekable, string message)
    {
        byte[] file = new byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(file, 1000);
        Encoding.ASCII.GetBytes("{\"a\": {\"dtype\": \"F3").CopyTo(file, 8);
        using Stream stream = seekable ? new MemoryStream(file) : new ForwardOnlyStream(file, 5);
        Assert.Equal(message, Assert.Throws<WeightsException>(() => StateDict.Load(stream)).Message);
    }

    /// <summary>So that the tensors are aligned, and no more than that.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("abcd")]
    [InlineData("abcde")]
    [InlineData("abcdef")]
    [InlineData("abcdefg")]
    [InlineData("abcdefgh")]
    public void Header_is_padded_to_eight_bytes(string name)
    {
        var weights = new StateDict();
        weights.Add(name, [1], [1]);
        using var file = new MemoryStream();
        weights.Save(file);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.ToArray());
        Assert.Equal(0, length % 8);
        Assert.Equal(8 + length + 4, file.Length);
        string header = Encoding.UTF8.GetString(file.ToArray(), 8, length);
        Assert.InRange(length - header.TrimEnd(' ').Length, 0, 7);
    }

    /// <summary>The version of an ONNX model lies between 1 and 31.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void Version_of_a_model_has_limits(byte version, bool isOnnx)
    {
        using var stream = new MemoryStream([0x08, version, 0x3A, 0x80, 0x01, 0x0A, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(isOnnx, Assert.Throws<WeightsException>(() => StateDict.Load(stream)).Message.Contains("an ONNX model"));
    }
}
