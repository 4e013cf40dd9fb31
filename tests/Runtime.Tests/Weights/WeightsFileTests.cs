using Fusion.Runtime;

namespace Fusion.Tests.Weights;

public sealed class WeightsFileTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Opened_weights_have_the_values_of_the_file_wherever_they_lie(int padding, bool map)
    {
        using var folder = new TemporaryFolder();
        string header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}""" +
            ""","b":{"dtype":"F16","shape":[],"data_offsets":[8,10]},"c":{"dtype":"BF16","shape":[1],"data_offsets":[10,12]}""" +
            ""","n":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}""";
        byte[] data = [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0x3C, 0x80, 0x40, 7, 0, 0, 0, 0, 0, 0, 0];
        string path = folder.Write("w.safetensors", SafetensorsFile.Of(header + new string(' ', padding), data));
        StateDict expected = StateDict.Load(path), opened = WeightsFile.Open(path, map, default);
        Assert.Equal("pt", opened.Metadata["format"]);
        Assert.Equal(expected.Tensors.Select(tensor => tensor.ToString()), opened.Tensors.Select(tensor => tensor.ToString()));
        Assert.Equal([1f, 2f], opened["a"].Values.ToArray());
        Assert.Equal([1f], opened["b"].Values.ToArray());
        Assert.Equal([4f], opened["c"].Values.ToArray());
        Assert.False(opened["n"].IsFloat);

        opened.Release();
        opened.Release();
        Assert.Throws<ObjectDisposedException>(() => opened["a"].Values.Length);
        Assert.Throws<ObjectDisposedException>(() => opened["b"].Values.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broken_file_is_refused_by_name_and_closed(bool map)
    {
        using var folder = new TemporaryFolder();
        byte[] file = SafetensorsFile.Small();
        for (int length = 0; length < file.Length; length++)
        {
            string path = folder.Write("broken.safetensors", file[..length]);
            Assert.StartsWith("broken.safetensors: ", Assert.Throws<WeightsException>(() => WeightsFile.Open(path, map, default)).Message);
            File.Delete(path);
        }
    }

    [Fact]
    public void Cancellation_is_seen() =>
        Assert.Throws<OperationCanceledException>(() => OneWeight.Load("none", new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_network_keeps_nothing_but_the_packed_weights(bool map)
    {
        var options = new NetworkOptions { MapWeights = map };
        using var folder = new TemporaryFolder();
        string path = folder.Path("w.safetensors");
        var weights = new StateDict();
        weights.Add("w", [OneWeight.Size], [.. Enumerable.Range(0, OneWeight.Size).Select(i => (float)i)]);
        weights.Save(path);
        OneWeight.Load(path, default, options).Dispose();

        // Not even for a moment: garbage stays resident until there is a reason to collect it.
        Assert.InRange(Allocations.Least(() => OneWeight.Load(path, default, options).Dispose()), 0, 100_000);
        using OneWeight network = OneWeight.Load(path, default, options);
        Assert.InRange(network.WeightBytes, OneWeight.Size * sizeof(float), OneWeight.Size * sizeof(float) + 10_000);
        // The file is closed: on Windows this would fail.
        File.Delete(path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_that_do_not_fit_close_the_file(bool map)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("w.safetensors", SafetensorsFile.Small());
        StateDict opened = WeightsFile.Open(path, map, default);
        Assert.Throws<WeightsException>(() => new OneWeight(opened));
        Assert.Throws<ObjectDisposedException>(() => opened["a"].Values.Length);
    }

    [Fact]
    public void Weights_in_memory_stay_the_callers()
    {
        StateDict weights = NetworkWeights.Initialize(OneWeight.Info, seed: 1);
        new OneWeight(weights).Dispose();
        Assert.Equal(OneWeight.Size, weights["w"].Values.Length);
    }

    /// <summary>Mapped, the file's end would take the process with it: the values are gone from memory as well.</summary>
    [Fact]
    public void A_file_that_is_cut_short_after_it_was_opened_does_no_harm()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Path("w.safetensors");
        float[] values = [.. Enumerable.Range(0, OneWeight.Size).Select(i => (float)i)];
        var weights = new StateDict();
        weights.Add("w", [OneWeight.Size], values);
        weights.Save(path);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            using OneWeight network = OneWeight.Load(path, default, beforePacking: () => file.SetLength(0));
            Assert.Equal(values, network.Packed);
        }
    }

    [Fact]
    public void A_file_that_is_cut_short_while_it_is_read_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Path("w.safetensors");
        var random = new Random(3);
        int refused = 0;
        for (int round = 0; round < 20 || (refused == 0 && round < 200); round++)
        {
            // A sparse file: it takes no room, but time to read.
            File.WriteAllBytes(path, SafetensorsFile.One("\"F32\"", "[4194304]", "[0,16777216]", 0));
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(file.Length + 16777216);
            var cutter = new Thread(() =>
            {
                Thread.SpinWait(random.Next(1_000_000));
                file.SetLength(file.Length / 2);
            });
            cutter.Start();
            try
            {
                WeightsFile.Open(path, map: false, default).Release();
                StateDict.Load(path);
            }
            catch (WeightsException exception)
            {
                Assert.StartsWith("w.safetensors: t: ", exception.Message);
                refused++;
            }
            cutter.Join();
        }
        Assert.NotEqual(0, refused);
    }

    private sealed unsafe class OneWeight : Network
    {
        public const int Size = 1 << 20;

        private static readonly NetworkInfo s_info =
            new("OneWeight", [new NetworkVariant([], [], 1, 0, "graph", "plan", [])],
            [new ParameterInfo("w", [Size], ParameterKind.Weight, 1)]);

        public static new NetworkInfo Info => s_info;

        [ThreadStatic]
        private static StateDict? t_weights;

        [ThreadStatic]
        private static Action? t_beforePacking;

        [ThreadStatic]
        private static float[]? t_packed;

        public OneWeight(StateDict weights, NetworkOptions? options = null) : base(s_info, t_weights = weights, options,
            new WeightPacking(&PackedFloats, &Pack)) =>
            Packed = t_packed!;

        public float[] Packed { get; }

        public static OneWeight Load(string path, CancellationToken cancellation, NetworkOptions? options = null,
            Action? beforePacking = null)
        {
            t_beforePacking = beforePacking;
            return new OneWeight(OpenWeights(path, options, cancellation), options);
        }

        private static long PackedFloats(InstructionSet set) => Size;

        private static void Pack(WeightPacker packer, InstructionSet set)
        {
            t_beforePacking?.Invoke();
            packer.Vector(0, Size, Size, "w");
            t_packed = t_beforePacking is null ? [] : t_weights!["w"].Values.ToArray();
        }
    }
}
