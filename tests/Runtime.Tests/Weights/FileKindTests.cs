using System.IO.Compression;
using System.Text;

namespace Fusion.Tests.Weights;

/// <summary>A file that is no <c>.safetensors</c> is called what it is.</summary>
public sealed class FileKindTests
{
    public static TheoryData<string, string, string> Files => new()
    {
        { "model.onnx", "08 07 12 07 70 79 74 6F 72 63 68 1A 05 32 2E 31 2E 30 3A", "an ONNX model" },
        { "old.onnx", "08 03 3A 80 01 0A", "an ONNX model" },
        { "saved_model.pb", "08 01 12 E1 03 0A", "a SavedModel of TensorFlow" },
        { "legacy.pt", "80 02 8A 0A 6C FC 9C 46 F9 20 6A A8 50 19 2E", "a pickle" },
        { "object.pkl", "80 04 95 0A 00 00 00 00 00 00 00 7D", "a pickle" },
        { "model.h5", "89 48 44 46 0D 0A 1A 0A 00 00 00 00", "an HDF5 file" },
        { "model.gguf", "47 47 55 46 03 00 00 00 23 01 00 00", "a GGUF model" },
        { "array.npy", "93 4E 55 4D 50 59 01 00 76 00 7B 27", "an array of NumPy" },
        { "model.tflite", "1C 00 00 00 54 46 4C 33 14 00 20 00", "a TensorFlow Lite model" },
        // The number that these bytes are is a possible length of a header.
        { "model.safetensors.gz", "1F 8B 08 00 00 00 00 00 00 03 AB 56", "compressed with gzip" },
        { "model.safetensors.zst", "28 B5 2F FD 24 00 01 00 00 99 E9 D8", "compressed with Zstandard" },
        { "model.safetensors.xz", "FD 37 7A 58 5A 00 00 04 E6 D6", "compressed with xz" },
        { "picture.png", "89 50 4E 47 0D 0A 1A 0A 00 00 00 0D", "a picture" },
        { "unfinished", "00 00 00 00 00 00 00 00 00 00 00 00", "It begins with zeros" },
        { "empty", "", "It is empty" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Bytes_are_recognised(string name, string bytes, string kind) =>
        AssertRefused(name, Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)), kind);

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1234\n",
        "a pointer of Git LFS, which stands in for the file: fetch the file with git lfs pull.")]
    [InlineData("/annex/objects/SHA256E-s1--e3b0\n", "git annex get")]
    [InlineData("<!DOCTYPE html>\n<html><body>Not found</body></html>", "a web page")]
    [InlineData("\uFEFF\n <HTML lang=\"en\">", "a web page")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "XML")]
    [InlineData("{\"metadata\": {}, \"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\"}}",
        "the index of weights in several files")]
    [InlineData("{\n  \"architectures\": [\"ResNet\"]\n}", "JSON")]
    [InlineData("[1]", "JSON")]
    [InlineData("Entry not found", "It is text, which begins with 'Entry not found'.")]
    [InlineData("404", "It is text, which begins with '404'.")]
    public void Texts_are_recognised(string text, string kind) => AssertRefused("text.safetensors", Encoding.UTF8.GetBytes(text), kind);

    [Theory]
    [InlineData("archive/data.pkl", "a checkpoint of PyTorch")]
    [InlineData("resnet18/.format_version", "a checkpoint of PyTorch")]
    [InlineData("arr_0.npy", "an archive of NumPy arrays")]
    [InlineData("metadata.json", "a model of Keras")]
    [InlineData("readme.txt", "a ZIP archive")]
    public void Archives_are_told_apart_by_their_first_file(string first, string kind)
    {
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry(first).Open();
            entry.Write(new byte[100]);
        }
        AssertRefused("weights.pth", archive.ToArray(), kind);
    }

    [Fact]
    public void A_tar_archive_is_recognised_by_its_mark_far_behind()
    {
        var archive = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(archive, leaveOpen: true))
        {
            var entry = new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "model.safetensors");
            entry.DataStream = new MemoryStream([1]);
            tar.WriteEntry(entry);
        }

        AssertRefused("model.tar", archive.ToArray(), "a tar archive");
    }

    [Fact]
    public void What_to_do_is_said_as_well() => AssertRefused(
        "weights.pt", Convert.FromHexString("80028A0A6CFC9C46F9"),
        "safetensors.torch.save_file(model.state_dict(), \"model.safetensors\")");

    /// <summary>What is damaged but of the right kind is not mistaken for another: its first bytes are a number, and may be any.</summary>
    [Theory]
    [InlineData(0x0712_08UL, "{}")]
    [InlineData(0x088B_1FUL, "{ ")]
    [InlineData(0x4B50UL, "{\"a\"")]
    public void A_damaged_file_of_the_right_kind_is_called_damaged(ulong length, string header)
    {
        string message = Assert.Throws<WeightsException>(() =>
            StateDict.Load(new MemoryStream(SafetensorsFile.Of(length, Encoding.UTF8.GetBytes(header), new byte[600])))).Message;
        Assert.DoesNotContain("looks like", message);
        Assert.Contains(length.ToString(System.Globalization.CultureInfo.InvariantCulture), message);
    }

    private static void AssertRefused(string name, byte[] file, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, file);
        foreach (Action load in new Action[]
        {
            () => StateDict.Load(path),
            () => WeightsFile.Open(path, map: false, default),
            () => WeightsFile.Open(path, map: true, default),
        })
        {
            string found = Assert.Throws<WeightsException>(load).Message;
            Assert.StartsWith(name + ": This is no .safetensors file. It ", found);
            Assert.Contains(message, found);
        }
        Assert.Contains(message, Assert.Throws<WeightsException>(() => StateDict.Load(new ForwardOnlyStream(file, 7))).Message);
    }
}
