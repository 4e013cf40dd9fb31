using System.IO.Compression;
using Fusion.Samples.Distill.Pictures;

namespace Fusion.Samples.Tests.Distill;

/// <summary>What is wrong with a file of pictures is said.</summary>
public sealed class IdxFileTests : IDisposable
{
    /// <summary>Two pictures of 1×3.</summary>
    private static readonly byte[] Whole = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_file_is_read()
    {
        (int count, byte[] bytes) = IdxFile.Read(Packed(Whole), 1, 3);
        Assert.Equal(2, count);
        Assert.Equal([1, 2, 3, 4, 5, 6], bytes);
    }

    [Fact]
    public void A_file_of_labels_has_one_dimension()
    {
        (int count, byte[] bytes) = IdxFile.Read(Packed([0, 0, 8, 1, 0, 0, 0, 2, 9, 7]));
        Assert.Equal(2, count);
        Assert.Equal([9, 7], bytes);
    }

    [Fact]
    public void What_is_damaged_is_said()
    {
        Assert.Contains("it ends too early", Problem(Packed(Whole[..^1])));
        Assert.Contains("it ends too early", Problem(Packed(Whole[..7])));
        Assert.Contains("there is more in it than the 2 samples", Problem(Packed([.. Whole, 7])));
        Assert.Contains("it begins with 00000D03; 00000803 was expected", Problem(Packed([0, 0, 13, .. Whole[3..]])));
        Assert.Contains("dimension 3 is 4; 3 was expected", Problem(Packed([.. Whole[..15], 4, .. Whole[16..]])));
        Assert.Contains("it says that it has -1 samples", Problem(Packed([0, 0, 8, 3, 255, 255, 255, 255, .. Whole[8..]])));
        Assert.Contains("it is no whole gzip file", Problem(_folder.File("text.gz", "no gzip at all")));
        Assert.Contains("There is no file", Problem(_folder.File("missing.gz")));
    }

    [Fact]
    public void A_file_that_was_cut_off_is_damaged()
    {
        byte[] packed = File.ReadAllBytes(Packed([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 39, 16, .. new byte[20_000]]));
        string cut = _folder.File("cut.gz");
        File.WriteAllBytes(cut, packed[..(packed.Length / 2)]);
        Assert.Contains("is damaged, or another file", Assert.Throws<UserException>(() => IdxFile.Read(cut, 1, 10_000)).Message);
    }

    [Fact]
    public void Labels_that_do_not_belong_to_the_pictures_are_refused()
    {
        Write("train-images-idx3-ubyte.gz", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[2 * 784]]);
        Write("train-labels-idx1-ubyte.gz", [0, 0, 8, 1, 0, 0, 0, 1, 9]);
        Assert.Contains("has 2 pictures, but", Refused());
        Write("train-labels-idx1-ubyte.gz", [0, 0, 8, 1, 0, 0, 0, 2, 9, 10]);
        Assert.Contains("label 1 is 10; 0 to 9 was expected", Refused());
        Write("train-labels-idx1-ubyte.gz", [0, 0, 8, 1, 0, 0, 0, 2, 9, 1]);
        Assert.Contains("There is no file", Refused());
    }

    private string Refused() => Assert.Throws<UserException>(() => FashionMnist.Read(_folder.Path, 10, 10)).Message;

    private static string Problem(string path)
    {
        string message = Assert.Throws<UserException>(() => IdxFile.Read(path, 1, 3)).Message;
        Assert.Contains(path, message);
        return message;
    }

    private string Packed(byte[] bytes) => Write("file.gz", bytes);

    private string Write(string name, byte[] bytes)
    {
        string path = _folder.File(name);
        using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        packed.Write(bytes);
        return path;
    }
}
