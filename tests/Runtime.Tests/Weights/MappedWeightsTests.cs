using Fusion.Runtime;

namespace Fusion.Tests.Weights;

public sealed class MappedWeightsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Have_the_values_of_the_file_wherever_they_lie(int padding)
    {
        using var folder = new TemporaryFolder();
        string header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[],"data_offsets":[8,10]},"c":{"dtype":"BF16","shape":[1],"data_offsets":[10,12]},"n":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}""";
        byte[] data = [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0x3C, 0x80, 0x40, 7, 0, 0, 0, 0, 0, 0, 0];
        string path = folder.Write("w.safetensors", SafetensorsFile.Of(header + new string(' ', padding), data));
        StateDict expected = StateDict.Load(path), mapped = MappedWeights.Open(path, default);
        Assert.Equal("pt", mapped.Metadata["format"]);
        Assert.Equal(expected.Tensors.Select(tensor => tensor.ToString()), mapped.Tensors.Select(tensor => tensor.ToString()));
        Assert.Equal([1f, 2f], mapped["a"].Values.ToArray());
        Assert.Equal([1f], mapped["b"].Values.ToArray());
        Assert.Equal([4f], mapped["c"].Values.ToArray());
        Assert.False(mapped["n"].IsFloat);

        mapped.Release();
        mapped.Release();
        Assert.Throws<ObjectDisposedException>(() => mapped["a"].Values.Length);
        Assert.Throws<ObjectDisposedException>(() => mapped["b"].Values.Length);
    }

    [Fact]
    public void A_broken_file_is_refused_by_name_and_closed()
    {
        using var folder = new TemporaryFolder();
        byte[] file = SafetensorsFile.Small();
        for (int length = 0; length < file.Length; length++)
        {
            string path = folder.Write("broken.safetensors", file[..length]);
            Assert.StartsWith("broken.safetensors: ", Assert.Throws<WeightsException>(() => MappedWeights.Open(path, default)).Message);
            File.Delete(path);
        }
    }

    [Fact]
    public void Cancellation_is_seen() => Assert.Throws<OperationCanceledException>(() => OneWeight.Load("none", new CancellationToken(canceled: true)));

    [Fact]
    public void A_network_keeps_nothing_but_the_packed_weights()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Path("w.safetensors");
        var weights = new StateDict();
        weights.Add("w", [OneWeight.Size], [.. Enumerable.Range(0, OneWeight.Size).Select(i => (float)i)]);
        weights.Save(path);
        OneWeight.Load(path, default).Dispose();

        long before = GC.GetAllocatedBytesForCurrentThread();
        using OneWeight network = OneWeight.Load(path, default);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // Not even for a moment: garbage stays resident until there is a reason to collect it.
        Assert.InRange(allocated, 0, 100_000);
        Assert.InRange(network.WeightBytes, OneWeight.Size * sizeof(float), OneWeight.Size * sizeof(float) + 10_000);
        // The file is closed: on Windows this would fail.
        File.Delete(path);
    }

    [Fact]
    public void Weights_that_do_not_fit_close_the_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("w.safetensors", SafetensorsFile.Small());
        StateDict mapped = MappedWeights.Open(path, default);
        Assert.Throws<WeightsException>(() => new OneWeight(mapped));
        Assert.Throws<ObjectDisposedException>(() => mapped["a"].Values.Length);
    }

    [Fact]
    public void Weights_in_memory_stay_the_callers()
    {
        StateDict weights = NetworkWeights.Initialize(OneWeight.Info, seed: 1);
        new OneWeight(weights).Dispose();
        Assert.Equal(OneWeight.Size, weights["w"].Values.Length);
    }

    private sealed class OneWeight(StateDict weights) : Network(s_info, weights, null)
    {
        public const int Size = 1 << 20;

        private static readonly NetworkInfo s_info = new("OneWeight", [new NetworkVariant([], [], 1, 0, "graph", "plan", [])], [new ParameterInfo("w", [Size], ParameterKind.Weight, 1)]);

        public static new NetworkInfo Info => s_info;

        public static OneWeight Load(string path, CancellationToken cancellation) => new(OpenWeights(path, cancellation));

        protected override long PackedFloats(InstructionSet set) => Size;

        protected override void Pack(WeightPacker packer, InstructionSet set) => packer.Vector(0, Size, Size, "w");
    }
}
