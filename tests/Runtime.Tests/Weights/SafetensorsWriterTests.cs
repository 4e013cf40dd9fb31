namespace Fusion.Tests.Weights;

public sealed class SafetensorsWriterTests
{
    private static StateDict Sample()
    {
        var weights = new StateDict();
        weights.Metadata["format"] = "pt";
        weights.Add("layer.0.weight", [2, 3], [1, -2, 3.5f, float.Epsilon, float.NaN, float.NegativeInfinity]);
        weights.Add("empty", [0, 4], []);
        weights.Add("größe \"quoted\"\\", [], [42]);
        return weights;
    }

    private static void AssertSame(StateDict expected, StateDict found)
    {
        Assert.Equal(expected.Tensors.Select(tensor => tensor.Name), found.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(expected.Metadata, found.Metadata);
        foreach (WeightTensor tensor in expected.Tensors)
        {
            Assert.Equal(tensor.Dimensions, found[tensor.Name].Dimensions);
            Assert.Equal(
                tensor.Values.ToArray().Select(BitConverter.SingleToUInt32Bits), found[tensor.Name].Values.ToArray()
                    .Select(BitConverter.SingleToUInt32Bits));
        }
    }

    [Fact]
    public void What_is_saved_is_loaded()
    {
        using var folder = new TemporaryFolder();
        StateDict weights = Sample();
        weights.Save(folder.Path("a.safetensors"));
        AssertSame(weights, StateDict.Load(folder.Path("a.safetensors")));
        Assert.Equal(["a.safetensors"], folder.Names);

        var stream = new MemoryStream();
        weights.Save(stream);
        Assert.Equal(File.ReadAllBytes(folder.Path("a.safetensors")), stream.ToArray());
        Assert.Equal(0, BitConverter.ToInt64(stream.ToArray()) % 8);
    }

    [Fact]
    public void Saving_replaces_a_file_and_leaves_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.safetensors", [1, 2, 3]);
        Sample().Save(path);
        Assert.Equal(3, StateDict.Load(path).Tensors.Count);
        Assert.Equal(["a.safetensors"], folder.Names);
    }

    [Fact]
    public void A_failed_save_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path("a.safetensors"));
        var exception = Assert.Throws<IOException>(() => Sample().Save(folder.Path("a.safetensors")));
        Assert.StartsWith($"{folder.Path("a.safetensors")}: it could not be written", exception.Message);
        Assert.Equal(["a.safetensors"], folder.Names);
    }

    [Fact]
    public void A_path_through_a_file_is_an_IOException()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Write("file", [1]), "a.safetensors");
        Assert.StartsWith($"{path}: it could not be written", Assert.Throws<IOException>(() => Sample().Save(path)).Message);
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void What_killed_programs_left_is_removed()
    {
        using var folder = new TemporaryFolder();
        string name = $"a.safetensors.{Guid.NewGuid():N}.tmp", young = $"a.safetensors.{Guid.NewGuid():N}.tmp";
        string held = $"a.safetensors.{Guid.NewGuid():N}.tmp", other = $"ba.safetensors.{Guid.NewGuid():N}.tmp";
        string[] old = [name, held, other, "a.safetensors.tmp", "a.safetensors.old.tmp"];
        foreach (string file in old) File.SetLastWriteTimeUtc(folder.Write(file, [1, 2, 3]), DateTime.UtcNow.AddMinutes(-2));
        folder.Write(young, [1, 2, 3]);
        using (new FileStream(folder.Path(held), FileMode.Open, FileAccess.Write, FileShare.None))
            Sample().Save(folder.Path("a.safetensors"));
        Assert.Equal(old.Append(young).Append("a.safetensors").Except([name]).Order(StringComparer.Ordinal), folder.Names);
        Sample().Save(folder.Path("a.safetensors"));
        Assert.Equal(old.Append(young).Append("a.safetensors").Except([name, held]).Order(StringComparer.Ordinal), folder.Names);
    }

    [Fact]
    public void Adding_checks_names_and_sizes()
    {
        StateDict weights = Sample();
        Assert.Contains("6 values", Assert.Throws<ArgumentException>(() => weights.Add("x", [2, 3], new float[5])).Message);
        Assert.Throws<ArgumentException>(() => weights.Add("x", [-1, -5], new float[5]));
        Assert.Throws<ArgumentException>(() => weights.Add("empty", [1], [1]));
        Assert.Throws<ArgumentException>(() => weights.Add("", [1], [1]));
    }
}
