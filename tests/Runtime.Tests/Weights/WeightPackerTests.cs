using Fusion.Runtime;

namespace Fusion.Tests.Weights;

/// <summary>The packed layouts against their definitions, computed cell by cell.</summary>
public sealed unsafe class WeightPackerTests
{
    private const float Untouched = 12345;

    [Theory]
    [InlineData(64, 0, 64, 3, 1, 1)]
    [InlineData(64, 0, 65, 5, 9, 1)]
    [InlineData(64, 16, 72, 7, 4, 1)]
    [InlineData(64, 16, 80, 2, 1, 1)]
    [InlineData(48, 32, 31, 3, 25, 1)]
    [InlineData(32, 16, 10, 3, 3, 1)]
    [InlineData(16, 0, 21, 300, 9, 1)]
    [InlineData(16, 0, 12, 5, 9, 3)]
    [InlineData(32, 16, 144, 4, 2, 3)]
    [InlineData(8, 0, 1, 1, 1, 1)]
    public void Convolutions_lie_in_panels(int panel, int tail, int outputs, int inputs, int taps, int groups)
    {
        var weights = new Source();
        float[] weight = weights.Add("c.weight", outputs, inputs, taps);
        float[] bias = weights.Add("c.bias", outputs);
        int perGroup = outputs / groups;
        int[] widths = Widths(perGroup, panel, tail);
        int width = widths.Sum();
        int biasOffset = width * inputs * taps * groups + 3;

        float[] packed = Pack(biasOffset + width * groups + 5, weights.Weights, packer =>
            packer.Convolution(0, biasOffset, panel, tail, outputs, inputs, taps, groups, new WeightPart("c.weight", "c.bias", outputs)));

        var expected = new Expected(packed.Length);
        for (int g = 0, at = 0; g < groups; g++)
        {
            for (int p = 0, first = 0; p < widths.Length; first += widths[p++])
                for (int t = 0; t < taps; t++)
                    for (int i = 0; i < inputs; i++)
                        for (int o = first; o < first + widths[p]; o++)
                            expected[at++] = o < perGroup ? weight[((g * perGroup + o) * inputs + i) * taps + t] : 0;
            for (int o = 0; o < width; o++) expected[biasOffset + g * width + o] = o < perGroup ? bias[g * perGroup + o] : 0;
        }
        expected.AssertEqual(packed);
    }

    [Fact]
    public void Norms_before_and_after_are_folded()
    {
        const int Outputs = 10, Inputs = 6, Taps = 4;
        var weights = new Source();
        float[] weight = weights.Add("c.weight", Outputs, Inputs, Taps);
        float[] bias = weights.Add("c.bias", Outputs);
        weights.AddNorm("in0", Inputs);
        weights.AddNorm("in1", Inputs);
        weights.AddNorm("out0", Outputs);
        weights.AddNorm("out1", Outputs);
        var part = new WeightPart("c.weight", "c.bias", Outputs)
        {
            Before = [new Norm("in0", 1e-5), new Norm("in1", 1e-3)],
            After = [new Norm("out0", 1e-5), new Norm("out1", 2e-5)],
        };
        float[] packed = Pack(16 * (Inputs * Taps + 1), weights.Weights, packer =>
            packer.Convolution(0, 16 * Inputs * Taps, 16, 0, Outputs, Inputs, Taps, 1, part));

        // The folded layer must do to random inputs what the four norms and the layer do.
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, Inputs * Taps).Select(_ => random.NextDouble() - 0.5)];
        for (int o = 0; o < Outputs; o++)
        {
            double wanted = bias[o];
            double found = packed[16 * Inputs * Taps + o];
            for (int i = 0; i < Inputs; i++)
            {
                for (int t = 0; t < Taps; t++)
                {
                    double value = weights.Norm("in1", i, 1e-3, weights.Norm("in0", i, 1e-5, x[i * Taps + t]));
                    wanted += weight[(o * Inputs + i) * Taps + t] * value;
                    found += packed[(t * Inputs + i) * 16 + o] * x[i * Taps + t];
                }
            }
            wanted = weights.Norm("out1", o, 2e-5, weights.Norm("out0", o, 1e-5, wanted));
            Assert.Equal(wanted, found, 1e-5 * Math.Max(1, Math.Abs(wanted)));
        }
    }

    [Theory]
    [InlineData(5, 7, 3)]
    [InlineData(7, 11, 1)] // one tap: four by four, and what is left of them
    [InlineData(8, 3, 1)]
    public void One_norm_after_is_rounded_once(int outputs, int inputs, int taps)
    {
        int depth = inputs * taps;
        var weights = new Source();
        float[] weight = weights.Add("c.weight", outputs, inputs, taps);
        weights.AddNorm("bn", outputs);
        var part = new WeightPart("c.weight", null, outputs) { After = [new Norm("bn", 1e-5)] };
        float[] packed = Pack(8 * (depth + 1), weights.Weights, packer =>
            packer.Convolution(0, 8 * depth, 8, 0, outputs, inputs, taps, 1, part));
        for (int o = 0; o < outputs; o++)
        {
            double scale = weights.Weights["bn.weight"].Values[o] / Math.Sqrt(weights.Weights["bn.running_var"].Values[o] + 1e-5);
            for (int i = 0; i < inputs; i++)
                for (int t = 0; t < taps; t++)
                    Assert.Equal((float)(weight[(o * inputs + i) * taps + t] * scale), packed[(t * inputs + i) * 8 + o]);
            double shift = -weights.Weights["bn.running_mean"].Values[o] * scale + weights.Weights["bn.bias"].Values[o];
            Assert.Equal((float)shift, packed[8 * depth + o]);
        }
    }

    [Fact]
    public void Siblings_are_slices_of_the_outputs()
    {
        var weights = new Source();
        float[] a = weights.Add("a.weight", 5, 4, 1);
        float[] b = weights.Add("b.weight", 9, 4, 1);
        float[] bias = weights.Add("b.bias", 9);
        weights.AddNorm("b.bn", 9);
        WeightPart[] parts = [new("a.weight", null, 5), new("b.weight", "b.bias", 9) { After = [new Norm("b.bn", 1e-5)] }];
        float[] packed = Pack(16 * 5, weights.Weights, packer => packer.Convolution(0, 64, 8, 0, 14, 4, 1, 1, parts));
        for (int o = 0; o < 16; o++)
        {
            for (int i = 0; i < 4; i++)
            {
                double scale = o is >= 5 and < 14 ? weights.Norm("b.bn", o - 5, 1e-5, 1) - weights.Norm("b.bn", o - 5, 1e-5, 0) : 0;
                double wanted = o < 5 ? a[o * 4 + i] : o < 14 ? b[(o - 5) * 4 + i] * scale : 0;
                Assert.Equal(wanted, packed[o / 8 * 32 + i * 8 + o % 8], 1e-6);
            }
            Assert.Equal(o is < 5 or >= 14 ? 0 : weights.Norm("b.bn", o - 5, 1e-5, bias[o - 5]), packed[64 + o], 1e-6);
        }
    }

    [Fact]
    public void A_flattened_map_is_read_in_channel_first_order_and_its_norm_with_it()
    {
        const int Channels = 3, Pixels = 5, Inputs = Channels * Pixels;
        var weights = new Source();
        float[] weight = weights.Add("fc.weight", 2, Inputs, 1);
        weights.AddNorm("bn", Inputs);
        var part = new WeightPart("fc.weight", null, 2) { FlattenPixels = Pixels, Before = [new Norm("bn", 1e-5)] };
        float[] packed = Pack(8 * (Inputs + 1), weights.Weights, packer => packer.Convolution(0, 8 * Inputs, 8, 0, 2, Inputs, 1, 1, part));
        for (int o = 0; o < 2; o++)
        {
            for (int p = 0; p < Pixels; p++)
            {
                for (int c = 0; c < Channels; c++)
                {
                    int source = c * Pixels + p;
                    double scale = weights.Norm("bn", source, 1e-5, 1) - weights.Norm("bn", source, 1e-5, 0);
                    Assert.Equal(weight[o * Inputs + source] * scale, packed[(p * Channels + c) * 8 + o], 1e-6);
                }
            }
            Assert.Equal(Enumerable.Range(0, Inputs).Sum(i => weight[o * Inputs + i] * weights.Norm("bn", i, 1e-5, 0)),
                packed[8 * Inputs + o], 1e-5);
        }
    }

    [Fact]
    public void Inputs_may_be_reordered()
    {
        var weights = new Source();
        float[] weight = weights.Add("c.weight", 3, 4, 2);
        int[] order = [2, 0, 3, 1];
        float[] packed = Pack(8 * 9, weights.Weights, packer =>
            packer.Convolution(0, 64, 8, 0, 3, 4, 2, 1, new WeightPart("c.weight", null, 3) { InputOrder = order }));
        for (int o = 0; o < 3; o++)
            for (int i = 0; i < 4; i++)
                for (int t = 0; t < 2; t++)
                    Assert.Equal(weight[(o * 4 + order[i]) * 2 + t], packed[(t * 4 + i) * 8 + o]);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(16, 9)]
    [InlineData(21, 25)]
    public void Depthwise_weights_lie_tap_by_tap(int channels, int taps)
    {
        var weights = new Source();
        float[] weight = weights.Add("c.weight", channels, 1, taps);
        weights.AddNorm("bn", channels);
        int padded = (channels + 15) / 16 * 16;
        var part = new WeightPart("c.weight", null, channels) { After = [new Norm("bn", 1e-5)] };
        float[] packed = Pack(padded * (taps + 1) + 2, weights.Weights, packer =>
            packer.Depthwise(1, 1 + padded * taps, channels, taps, part));
        Assert.Equal(Untouched, packed[0]);
        Assert.Equal(Untouched, packed[^1]);
        for (int c = 0; c < padded; c++)
        {
            double scale = c < channels ? weights.Norm("bn", c, 1e-5, 1) - weights.Norm("bn", c, 1e-5, 0) : 0;
            for (int t = 0; t < taps; t++)
                Assert.Equal(c < channels ? weight[c * taps + t] * scale : 0, packed[1 + t * padded + c], 1e-6);
            Assert.Equal(c < channels ? weights.Norm("bn", c, 1e-5, 0) : 0, packed[1 + padded * taps + c], 1e-6);
        }
    }

    [Fact]
    public void Branches_are_summed_where_their_taps_fall()
    {
        const int Outputs = 6, Inputs = 3, Groups = 2;
        var weights = new Source();
        float[] square = weights.Add("a.weight", Outputs, Inputs, 9);
        float[] point = weights.Add("b.weight", Outputs, Inputs, 1);
        float[] bias = weights.Add("b.bias", Outputs);
        foreach (string path in new[] { "b.bn", "x.bn", "in", "out" }) weights.AddNorm(path, Outputs);
        WeightSource sum = new SumPart(
            Outputs,
            new SumBranch(new WeightPart("a.weight", null, Outputs), 0, 1, 2, 3, 4, 5, 6, 7, 8),
            new SumBranch(new WeightPart("b.weight", "b.bias", Outputs) { After = [new Norm("b.bn", 1e-5)] }, 4),
            new SumBranch(new IdentityPart(Outputs) { After = [new Norm("x.bn", 1e-5)] }, 4))
        {
            Before = [new Norm("in", 1e-5)],
            After = [new Norm("out", 1e-5)],
        };
        float[] packed = Pack(8 * Groups * (9 * Inputs + 1), weights.Weights, packer =>
            packer.Convolution(0, 8 * Groups * 9 * Inputs, 8, 0, Outputs, Inputs, 9, Groups, sum));
        double Scale(string path, int c) => weights.Norm(path, c, 1e-5, 1) - weights.Norm(path, c, 1e-5, 0);
        for (int o = 0; o < Outputs; o++)
        {
            int group = o / Inputs;
            double constant = weights.Norm("b.bn", o, 1e-5, bias[o]) + weights.Norm("x.bn", o, 1e-5, 0);
            for (int i = 0; i < Inputs; i++)
            {
                for (int t = 0; t < 9; t++)
                {
                    double weight = square[(o * Inputs + i) * 9 + t];
                    if (t == 4) weight += point[o * Inputs + i] * Scale("b.bn", o) + (o % Inputs == i ? Scale("x.bn", o) : 0);
                    constant += weight * weights.Norm("in", group * Inputs + i, 1e-5, 0);
                    Assert.Equal(weight * Scale("in", group * Inputs + i) * Scale("out", o),
                        packed[((group * 9 + t) * Inputs + i) * 8 + o % Inputs], 1e-6);
                }
            }
            Assert.Equal(weights.Norm("out", o, 1e-5, constant), packed[8 * Groups * 9 * Inputs + group * 8 + o % Inputs], 1e-5);
        }
    }

    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(1, 4, 1)]
    [InlineData(1, 1, 3)]
    [InlineData(1, 2, 3)]
    [InlineData(2, 1, 3)]
    public void Chains_are_multiplied(int firstTaps, int secondTaps, int groups)
    {
        const int Inputs = 9, Between = 7, Outputs = 4;
        int taps = firstTaps * secondTaps;
        var weights = new Source();
        float[] first = weights.Add("a.weight", Between * groups, Inputs, firstTaps);
        float[] firstBias = weights.Add("a.bias", Between * groups);
        weights.AddNorm("a.bn", Between * groups);
        float[] second = weights.Add("b.weight", Outputs * groups, Between, secondTaps);
        float[] secondBias = weights.Add("b.bias", Outputs * groups);
        var chain = new ChainPart(
            new WeightPart("a.weight", "a.bias", Between * groups) { After = [new Norm("a.bn", 1e-5)] }, firstTaps,
            new WeightPart("b.weight", "b.bias", Outputs * groups));
        int biases = 8 * groups * taps * Inputs;
        float[] packed = Pack(biases + 8 * groups, weights.Weights, packer =>
            packer.Convolution(0, biases, 8, 0, Outputs * groups, Inputs, taps, groups, chain));
        for (int o = 0; o < Outputs * groups; o++)
        {
            int group = o / Outputs;
            double bias = secondBias[o];
            double[] row = new double[Inputs * taps];
            for (int m = 0; m < Between; m++)
            {
                int middle = group * Between + m;
                double scale = weights.Norm("a.bn", middle, 1e-5, 1) - weights.Norm("a.bn", middle, 1e-5, 0);
                for (int s = 0; s < secondTaps; s++)
                {
                    float weight = second[(o * Between + m) * secondTaps + s];
                    bias += weight * weights.Norm("a.bn", middle, 1e-5, firstBias[middle]);
                    for (int i = 0; i < Inputs; i++)
                        for (int f = 0; f < firstTaps; f++)
                            row[i * taps + f * secondTaps + s] += weight * scale * first[(middle * Inputs + i) * firstTaps + f];
                }
            }
            for (int i = 0; i < Inputs; i++)
                for (int t = 0; t < taps; t++)
                    Assert.Equal(row[i * taps + t], packed[((group * taps + t) * Inputs + i) * 8 + o % Outputs], 1e-6);
            Assert.Equal(bias, packed[biases + group * 8 + o % Outputs], 1e-5);
        }
    }

    [Fact]
    public void Sums_and_chains_that_do_not_fit_are_refused()
    {
        var weights = new Source();
        weights.Add("a.weight", 8, 2, 2);
        weights.Add("b.weight", 8, 8, 2);
        WeightSource a = new WeightPart("a.weight", null, 8), b = new WeightPart("b.weight", null, 8);
        Throws(new SumPart(8, new SumBranch(a, 0, 2)));
        Throws(new SumPart(8, new SumBranch(a, -1, 0)));
        Throws(new SumPart(4, new SumBranch(a, 0, 1)));
        Throws(new ChainPart(a, 2, b));

        void Throws(WeightSource part) =>
            Assert.Throws<InvalidOperationException>(() =>
                Pack(200, weights.Weights, packer =>
                packer.Convolution(0, 100, 8, 0, part is SumPart { Outputs: 4 } ? 4 : 8, 2, part is ChainPart ? 4 : 2, 1, part)));
    }

    [Fact]
    public void Vectors_are_padded_and_single_values_repeated()
    {
        var weights = new Source();
        float[] slopes = weights.Add("p.weight", 5);
        float[] one = weights.Add("q.weight", 1);
        float[] packed = Pack(17, weights.Weights, packer =>
        {
            packer.Vector(0, 5, 8, "p.weight");
            packer.Vector(8, 5, 8, "q.weight", fill: 1);
        });
        Assert.Equal([.. slopes, 0, 0, 0, .. Enumerable.Repeat(one[0], 5), 1, 1, 1, Untouched], packed);
    }

    [Fact]
    public void A_norm_that_stands_alone_is_scale_and_shift()
    {
        var weights = new Source();
        weights.AddNorm("bn", 5);
        float[] packed = Pack(16, weights.Weights, packer => packer.BatchNorm(0, 8, 5, 8, "bn", 1e-3));
        for (int c = 0; c < 8; c++)
        {
            Assert.Equal(c < 5 ? weights.Norm("bn", c, 1e-3, 1) - weights.Norm("bn", c, 1e-3, 0) : 0, packed[c], 1e-6);
            Assert.Equal(c < 5 ? weights.Norm("bn", c, 1e-3, 0) : 0, packed[8 + c], 1e-6);
        }
    }

    [Fact]
    public void Nothing_is_written_outside_of_the_packed_floats()
    {
        var weights = new Source();
        weights.Add("c.weight", 8, 2, 1);
        var part = new WeightPart("c.weight", null, 8);
        Throws(packer => packer.Convolution(9, 0, 8, 0, 8, 2, 1, 1, part));
        Throws(packer => packer.Convolution(0, 17, 8, 0, 8, 2, 1, 1, part));
        Throws(packer => packer.Convolution(-1, 16, 8, 0, 8, 2, 1, 1, part));
        Throws(packer => packer.Convolution(0, 16, 8, 0, 9, 2, 1, 1, part));
        Throws(packer => packer.Vector(23, 8, 8, "c.weight"));

        void Throws(Action<WeightPacker> pack) => Assert.Throws<InvalidOperationException>(() => Pack(24, weights.Weights, pack));
    }

    /// <summary>Full panels until the tail holds the rest.</summary>
    private static int[] Widths(int outputs, int panel, int tail)
    {
        var widths = new List<int>();
        int left = outputs;
        for (; left > (tail == 0 ? 0 : tail); left -= panel) widths.Add(panel);
        if (tail != 0) widths.Add(tail);
        return [.. widths];
    }

    private static float[] Pack(int floats, StateDict weights, Action<WeightPacker> pack)
    {
        float[] packed = new float[floats];
        Array.Fill(packed, Untouched);
        fixed (float* pointer = packed) pack(new WeightPacker(pointer, floats, weights));
        return packed;
    }

    private sealed class Expected
    {
        private readonly float[] _values;

        public Expected(int length)
        {
            _values = new float[length];
            Array.Fill(_values, Untouched);
        }

        public float this[int index]
        {
            set => _values[index] = value;
        }

        public void AssertEqual(float[] packed) => Assert.Equal(_values, packed);
    }

    /// <summary>Random weights by name.</summary>
    private sealed class Source
    {
        private readonly Random _random = new(11);

        public StateDict Weights { get; } = new();

        public float[] Add(string name, params int[] dimensions)
        {
            float[] values = [.. Enumerable.Range(0, dimensions.Aggregate(1, (a, b) => a * b))
                .Select(_ => (float)(_random.NextDouble() - 0.5))];
            Weights.Add(name, dimensions, values);
            return values;
        }

        public void AddNorm(string path, int channels)
        {
            Add(path + ".weight", channels);
            Add(path + ".bias", channels);
            Add(path + ".running_mean", channels);
            foreach (ref float value in Add(path + ".running_var", channels).AsSpan()) value += 1;
        }

        /// <summary>The norm by its textbook formula.</summary>
        public double Norm(string path, int channel, double epsilon, double x) =>
            (x - Weights[path + ".running_mean"].Values[channel]) / Math.Sqrt(Weights[path + ".running_var"].Values[channel] + epsilon)
            * Weights[path + ".weight"].Values[channel] + Weights[path + ".bias"].Values[channel];
    }
}
