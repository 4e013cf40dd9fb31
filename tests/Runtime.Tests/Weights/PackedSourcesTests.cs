using Fusion.Runtime;

namespace Fusion.Tests.Weights;

/// <summary>Where packed weights come from, and where they may go.</summary>
public sealed unsafe class PackedSourcesTests
{
    private static readonly Random s_random = new(5);

    /// <summary>One tap and four outputs, for which there is a way of its own.</summary>
    [Theory]
    [InlineData(4, 4)]
    [InlineData(7, 9)]
    public void Inputs_of_one_tap_may_be_reordered(int outputs, int inputs)
    {
        var weights = new StateDict();
        float[] weight = Add(weights, "c.weight", outputs, inputs, 1);
        int[] order = [.. Enumerable.Range(0, inputs).Select(i => (i * 2 + 1) % inputs)];
        order[^1] = inputs - 1;
        float[] packed = Pack(8 * (inputs + 1), weights, packer => packer.Convolution(
            0, 8 * inputs, 8, 0, outputs, inputs, 1, 1, new WeightPart("c.weight", null, outputs) { InputOrder = order }));
        for (int o = 0; o < outputs; o++)
            for (int i = 0; i < inputs; i++) Assert.Equal(weight[o * inputs + order[i]], packed[i * 8 + o]);
    }

    /// <summary>So many inputs that they are read in several parts.</summary>
    [Fact]
    public void Inputs_of_a_sum_may_be_reordered()
    {
        const int Outputs = 3, Inputs = 2500, Taps = 2;
        var weights = new StateDict();
        float[] a = Add(weights, "a.weight", Outputs, Inputs, 1), b = Add(weights, "b.weight", Outputs, Inputs, Taps);
        int[] order = [.. Enumerable.Range(0, Inputs).Select(i => Inputs - 1 - i)];
        var sum = new SumPart(Outputs,
            new SumBranch(new WeightPart("a.weight", null, Outputs) { InputOrder = order }, 1),
            new SumBranch(new WeightPart("b.weight", null, Outputs) { InputOrder = order }, 0, 1));
        float[] packed = Pack(8 * (Inputs * Taps + 1), weights, packer =>
            packer.Convolution(0, 8 * Inputs * Taps, 8, 0, Outputs, Inputs, Taps, 1, sum));
        for (int o = 0; o < Outputs; o++)
            for (int i = 0; i < Inputs; i++)
                for (int t = 0; t < Taps; t++)
                    Assert.Equal(b[(o * Inputs + order[i]) * Taps + t] + (t == 1 ? a[o * Inputs + order[i]] : 0),
                        packed[(t * Inputs + i) * 8 + o], 1e-6f);
    }

    [Fact]
    public void What_does_not_fit_the_layer_is_refused()
    {
        var weights = new StateDict();
        Add(weights, "c.weight", 5, 3, 1);
        Add(weights, "c.bias", 4);
        var exception = Assert.Throws<WeightsException>(() => Packed(new WeightPart("c.weight", "c.bias", 5)));
        Assert.Equal("c.bias: 5 values were expected; 4 were found.", exception.Message);
        foreach (int[] order in (int[][])[[0, 1, 3], [0, 1, -1], [0, 1]])
            Assert.Throws<InvalidOperationException>(() => Packed(new WeightPart("c.weight", null, 5) { InputOrder = order }));
        Packed(new WeightPart("c.weight", null, 5) { InputOrder = [0, 1, 2] });

        void Packed(WeightPart part) => Pack(8 * 4, weights, packer => packer.Convolution(0, 8 * 3, 8, 0, 5, 3, 1, 1, part));
    }

    [Fact]
    public void Scales_and_numbers_are_folded_in_their_order()
    {
        const int Outputs = 5, Inputs = 3;
        var weights = new StateDict();
        float[] weight = Add(weights, "c.weight", Outputs, Inputs, 1), bias = Add(weights, "c.bias", Outputs);
        float[] first = Add(weights, "first", Outputs), shift = Add(weights, "shift", Outputs), second = Add(weights, "second", Outputs);
        float[] before = Add(weights, "before", Inputs), beside = Add(weights, "beside", Inputs);
        var part = new WeightPart("c.weight", "c.bias", Outputs)
        {
            Before = [new Norm("before", "beside"), new Norm(3.0, 0.25)],
            After = [new Norm("first", "shift"), new Norm(2.0, 0.5), new Norm("second", (string?)null)],
        };
        float[] packed = Pack(8 * (Inputs + 1), weights, packer => packer.Convolution(0, 8 * Inputs, 8, 0, Outputs, Inputs, 1, 1, part));
        for (int o = 0; o < Outputs; o++)
        {
            double value = bias[o];
            for (int i = 0; i < Inputs; i++)
            {
                value += weight[o * Inputs + i] * (beside[i] * 3.0 + 0.25);
                Assert.Equal(weight[o * Inputs + i] * (before[i] * 3.0) * first[o] * 2 * second[o], packed[i * 8 + o], 1e-6);
            }
            Assert.Equal(((value * first[o] + shift[o]) * 2 + 0.5) * second[o], packed[8 * Inputs + o], 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Taps_of_a_transposed_layer_are_read_across(int groups)
    {
        const int LayerTaps = 4, Inputs = 3, PerGroup = 5;
        int outputs = PerGroup * groups;
        int[] taps = [3, -1, 0];
        var weights = new StateDict();
        float[] weight = Add(weights, "t.weight", Inputs * groups, PerGroup, LayerTaps), bias = Add(weights, "t.bias", outputs);
        int floats = 8 * Inputs * taps.Length * groups;
        float[] packed = Pack(floats + 8 * groups, weights, packer => packer.Convolution(
            0, floats, 8, 0, outputs, Inputs, taps.Length, groups, new TransposedPart("t.weight", "t.bias", outputs, LayerTaps, taps)));
        for (int o = 0; o < outputs; o++)
        {
            int group = o / PerGroup, own = o % PerGroup;
            Assert.Equal(bias[o], packed[floats + group * 8 + own]);
            for (int t = 0; t < taps.Length; t++)
                for (int i = 0; i < Inputs; i++)
                    Assert.Equal(
                        taps[t] < 0 ? 0 : weight[((group * Inputs + i) * PerGroup + own) * LayerTaps + taps[t]],
                        packed[((group * taps.Length + t) * Inputs + i) * 8 + own]);
        }
    }

    [Fact]
    public void Every_way_to_pack_stays_within_its_floats()
    {
        var weights = new StateDict();
        Add(weights, "c.weight", 8, 2, 3, 3);
        Add(weights, "d.weight", 8, 1, 3, 3);
        foreach (string name in (string[])["weight", "bias", "running_mean", "running_var"]) Add(weights, "n." + name, 8);
        double[] transform = [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1];
        var part = new WeightPart("c.weight", null, 8);
        Fits(8 * 2 * 16 + 8, (packer, by) => packer.Winograd(by, 8 * 2 * 16, 8, 0, 8, 2, transform, part));
        Fits(8 * 2 * 16 + 8, (packer, by) => packer.Winograd(0, 8 * 2 * 16 + by, 8, 0, 8, 2, transform, part), isOnce: true);
        Fits(16 * 9, (packer, by) => packer.Depthwise(by, 0, 8, 9, new WeightPart("d.weight", null, 8)), isOnce: true);
        Fits(16 * 9, (packer, by) => packer.Depthwise(0, 16 * 8 + by, 8, 9, new WeightPart("d.weight", null, 8)), isOnce: true);
        Fits(16, (packer, by) => packer.BatchNorm(by, 0, 8, 16, "n", 1e-5), isOnce: true);
        Fits(16, (packer, by) => packer.BatchNorm(0, by, 8, 16, "n", 1e-5), isOnce: true);
        // Eighteen rows of eight are nine of words; five rows, three.
        Fits(8 * 9 + 8, (packer, by) => packer.BFloat16Rows().Convolution(by, 8 * 9, 8, 0, 8, 2, 9, 1, part));
        Fits(8 * 9 + 8, (packer, by) => packer.BFloat16(8).Convolution(by, 8 * 9, 8, 0, 8, 2, 9, 1, part));
        Add(weights, "odd.weight", 8, 5);
        Fits(8 * 3 + 8, (packer, by) =>
            packer.BFloat16Rows().Convolution(by, 8 * 3, 8, 0, 8, 5, 1, 1, new WeightPart("odd.weight", null, 8)));

        // Where the last floats are the biases', the weights may reach into them: only what leaves the memory is refused.
        void Fits(int floats, Action<WeightPacker, long> pack, bool isOnce = false)
        {
            Pack(floats, weights, packer => pack(packer, 0));
            long beyond = isOnce ? 1 : 9;
            Assert.Throws<InvalidOperationException>(() => Pack(floats, weights, packer => pack(packer, beyond)));
            Assert.Throws<InvalidOperationException>(() => Pack(floats, weights, packer => pack(packer, -floats - 1)));
        }
    }

    [Fact]
    public void Memory_of_weights_is_let_go_once()
    {
        var memory = new WeightMemory();
        Part first = memory.Keep(new Part()), second = memory.Keep(new Part());
        Assert.False(memory.IsDisposed);
        memory.Dispose();
        memory.Dispose();
        Assert.True(memory.IsDisposed);
        Assert.Equal((1, 1), (first.Disposed, second.Disposed));
    }

    private static float[] Add(StateDict weights, string name, params int[] dimensions)
    {
        float[] values = new float[dimensions.Aggregate(1, (a, b) => a * b)];
        foreach (ref float value in values.AsSpan()) value = (float)s_random.NextDouble() + 0.5f;
        weights.Add(name, dimensions, values);
        return values;
    }

    private static float[] Pack(int floats, StateDict weights, Action<WeightPacker> pack)
    {
        float[] packed = new float[floats];
        fixed (float* pointer = packed) pack(new WeightPacker(pointer, floats, weights));
        return packed;
    }

    private sealed class Part : IDisposable
    {
        public int Disposed { get; private set; }

        public void Dispose() => Disposed++;
    }
}
