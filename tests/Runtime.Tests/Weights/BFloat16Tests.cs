using Fusion.Runtime;

namespace Fusion.Tests.Weights;

/// <summary>Rounding to 16 bits against a search among all numbers of 16 bits, and the packed layout against its definition.</summary>
public sealed unsafe class BFloat16Tests
{
    /// <summary>The bits of infinity; as a magnitude that larger numbers are compared with, it is the power of two that would come
    /// next.</summary>
    private const int Infinity = 0x7F80;

    [Fact]
    public void Every_number_of_16_bits_stays_as_it_is()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)bits << 16);
            if (float.IsNaN(value)) Assert.True(float.IsNaN(BFloat16.Round(value)));
            else Assert.Equal((uint)bits << 16, BitConverter.SingleToUInt32Bits(BFloat16.Round(value)));
        }
    }

    /// <summary>Exactly between two neighbours the even one is nearest; the least bit of a double to either side decides
    /// otherwise.</summary>
    [Fact]
    public void Ties_go_to_the_even_neighbour_and_nothing_else_is_a_tie()
    {
        for (int bits = 0; bits < Infinity; bits++)
        {
            double tie = (Magnitude(bits) + Magnitude(bits + 1)) / 2;
            foreach (double value in new[] { tie, Math.BitIncrement(tie), Math.BitDecrement(tie) })
            {
                int expected = Finite(value > tie || (value == tie && bits % 2 == 1) ? bits + 1 : bits);
                Assert.Equal((uint)expected << 16, BitConverter.SingleToUInt32Bits(BFloat16.Round(value)));
                Assert.Equal((uint)(expected | 0x8000) << 16, BitConverter.SingleToUInt32Bits(BFloat16.Round(-value)));
            }
        }
    }

    [Fact]
    public void Doubles_of_every_size_become_the_nearest_number()
    {
        var random = new Random(1);
        for (int i = 0; i < 200_000; i++)
        {
            double value = (random.NextDouble() + 1) * Math.Pow(2, random.Next(-160, 131)) * (random.Next(2) == 0 ? 1 : -1);
            Assert.Equal(Nearest(value), (int)(BitConverter.SingleToUInt32Bits(BFloat16.Round(value)) >> 16));
        }
    }

    [Theory]
    [InlineData(double.NaN, 0x7FC0)]
    [InlineData(double.PositiveInfinity, 0x7F80)]
    [InlineData(double.NegativeInfinity, 0xFF80)]
    [InlineData(double.MaxValue, 0x7F80)]
    [InlineData(float.MaxValue, 0x7F7F)]
    [InlineData(-3.4e38f, 0xFF7F)]
    [InlineData(-0.0, 0x8000)]
    [InlineData(double.Epsilon, 0x0000)]
    [InlineData(float.Epsilon, 0x0000)]
    [InlineData(1.0, 0x3F80)]
    public void Special_values(double value, int expected) =>
        Assert.Equal(expected, (int)(BitConverter.SingleToUInt32Bits(BFloat16.Round(value)) >> 16) & (double.IsNaN(value)
            ? 0x7FC0
            : 0xFFFF));

    /// <summary>A payload in the lower bits only must not vanish, which would leave infinity, and one of all ones must not carry into the
    /// sign.</summary>
    [Theory]
    [InlineData(0x7F800001u)]
    [InlineData(0xFF800001u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0xFFFFFFFFu)]
    public void No_NaN_is_lost(uint bits)
    {
        float rounded = BFloat16.Round(BitConverter.UInt32BitsToSingle(bits));
        Assert.True(float.IsNaN(rounded));
        Assert.Equal(bits >> 31, BitConverter.SingleToUInt32Bits(rounded) >> 31);
    }

    [Theory]
    [InlineData(8, 16, 0, 21, 5, 9, 1)]
    [InlineData(8, 24, 8, 30, 3, 4, 1)]
    [InlineData(4, 8, 4, 36, 2, 3, 3)]
    [InlineData(16, 48, 32, 80, 3, 1, 1)]
    [InlineData(8, 8, 0, 5, 300, 9, 1)]
    public void Two_vectors_share_their_words(int lanes, int panel, int tail, int outputs, int inputs, int taps, int groups)
    {
        var random = new Random(3);
        float[] weight = [.. Enumerable.Range(0, outputs * inputs * taps).Select(_ => random.NextSingle() - 0.5f)];
        float[] bias = [.. Enumerable.Range(0, outputs).Select(_ => random.NextSingle())];
        StateDict weights = new();
        weights.Add("c.weight", [outputs, inputs, taps], weight);
        weights.Add("c.bias", [outputs], bias);
        var part = new WeightPart("c.weight", "c.bias", outputs);
        float[] wide = Pack(packer => packer.Convolution(0, Length / 2, panel, tail, outputs, inputs, taps, groups, part), weights);
        float[] narrow = Pack(packer =>
            packer.BFloat16(lanes).Convolution(0, Length / 2, panel, tail, outputs, inputs, taps, groups, part), weights);

        // The biases are floats as ever. The weights are those of the wide layout, rounded, row by row.
        Assert.Equal(wide[(Length / 2)..], narrow[(Length / 2)..]);
        int perGroup = outputs / groups, at = 0;
        for (int group = 0; group < groups; group++)
        {
            for (int first = 0; first < perGroup;)
            {
                int width = tail > 0 && perGroup - first <= tail ? tail : panel;
                for (int row = 0; row < inputs * taps; row++, at += width)
                    for (int o = 0; o < width; o++)
                        Assert.Equal(BitConverter.SingleToUInt32Bits(BFloat16.Round(wide[at + o])) >> 16, Half(narrow, at, width, o));
                first += width;
            }
        }
        // Behind the last weight nothing is written.
        Assert.All(narrow[((at + 1) / 2)..(Length / 2)], value => Assert.Equal(Untouched, value));

        uint Half(float[] packed, int row, int width, int o)
        {
            int pair = o / (2 * lanes) * (2 * lanes), lane = (o - pair) % lanes, upper = (o - pair) / lanes;
            int place = pair + 2 * lanes <= width ? pair + 2 * lane + upper : o;
            uint word = BitConverter.SingleToUInt32Bits(packed[(row + place) / 2]);
            return (row + place) % 2 == 0 ? word & 0xFFFF : word >> 16;
        }
    }

    /// <summary>As the matrix units of GPUs take them.</summary>
    [Theory]
    [InlineData(32, 21, 5, 9, 1)]
    [InlineData(32, 70, 4, 3, 1)]
    [InlineData(32, 80, 3, 3, 2)]
    [InlineData(8, 8, 1, 1, 1)]
    public void Two_rows_share_their_words(int panel, int outputs, int inputs, int taps, int groups)
    {
        var random = new Random(3);
        float[] weight = [.. Enumerable.Range(0, outputs * inputs * taps).Select(_ => random.NextSingle() - 0.5f)];
        StateDict weights = new();
        weights.Add("c.weight", [outputs, inputs, taps], weight);
        var part = new WeightPart("c.weight", null, outputs);
        int rows = inputs * taps, panels = (outputs / groups + panel - 1) / panel * groups, words = (rows + 1) / 2 * panel * panels;
        float[] wide = Pack(packer => packer.Convolution(0, Length / 2, panel, 0, outputs, inputs, taps, groups, part), weights);
        float[] narrow = Pack(packer => packer.BFloat16Rows()
            .Convolution(0, Length / 2, panel, 0, outputs, inputs, taps, groups, part), weights);
        for (int at = 0; at < words; at++)
        {
            int number = at / panel / ((rows + 1) / 2), row = at / panel % ((rows + 1) / 2) * 2, o = at % panel;
            uint word = BitConverter.SingleToUInt32Bits(narrow[at]);
            Assert.Equal(Bits(row), word & 0xFFFF);
            Assert.Equal(row + 1 < rows ? Bits(row + 1) : 0, word >> 16);

            uint Bits(int row) => BitConverter.SingleToUInt32Bits(BFloat16.Round(wide[(number * rows + row) * panel + o])) >> 16;
        }
        Assert.All(narrow[words..(Length / 2)], value => Assert.Equal(Untouched, value));
        Assert.Equal(wide[(Length / 2)..], narrow[(Length / 2)..]);
        Assert.Throws<InvalidOperationException>(() => Pack(packer => packer.BFloat16Rows()
            .Convolution(Length - words + 1, 0, panel, 0, outputs, inputs, taps, groups, part), weights));
    }

    /// <summary>Rounded once, from the double: what is no tie in double precision must not become one.</summary>
    [Fact]
    public void Transformed_filters_are_rounded_once()
    {
        const int Inputs = 3, Lanes = 8;
        double[] transform = [1, 0, 0, 0.1, 0.2, 0.3, -0.7, 0.01, 0.3, 0, 0, 1];
        var random = new Random(4);
        float[] weight = [.. Enumerable.Range(0, Lanes * Inputs * 9).Select(_ => random.NextSingle() - 0.5f)];
        StateDict weights = new();
        weights.Add("c.weight", [Lanes, Inputs, 3, 3], weight);
        float[] packed = Pack(packer => packer.BFloat16(Lanes)
            .Winograd(0, Length / 2, Lanes, 0, Lanes, Inputs, transform, new WeightPart("c.weight", null, Lanes)), weights);
        for (int p = 0; p < 16; p++)
            for (int i = 0; i < Inputs; i++)
                for (int o = 0; o < Lanes; o++)
                {
                    double exact = 0;
                    for (int t = 0; t < 9; t++)
                        exact += transform[p / 4 * 3 + t / 3] * transform[p % 4 * 3 + t % 3] * weight[(o * Inputs + i) * 9 + t];
                    int at = (p * Inputs + i) * Lanes + o;
                    uint word = BitConverter.SingleToUInt32Bits(packed[at / 2]);
                    Assert.Equal(Nearest(exact), (int)(at % 2 == 0 ? word & 0xFFFF : word >> 16));
                }
    }

    [Fact]
    public void Widths_that_are_no_vectors_and_places_outside_are_refused()
    {
        StateDict weights = new();
        weights.Add("c.weight", [12, 4, 1], new float[48]);
        var part = new WeightPart("c.weight", null, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => Pack(packer => packer.BFloat16(0), weights));
        Assert.ThrowsAny<Exception>(() => Pack(packer => packer.BFloat16(8).Convolution(0, 64, 12, 0, 12, 4, 1, 1, part), weights));
        Assert.Throws<InvalidOperationException>(() =>
            Pack(packer => packer.BFloat16(4).Convolution(Length - 23, 0, 12, 0, 12, 4, 1, 1, part), weights));
        Pack(packer => packer.BFloat16(4).Convolution(Length - 24, 0, 12, 0, 12, 4, 1, 1, part), weights);
    }

    private const int Length = 1 << 16;

    private const float Untouched = 12345;

    private static float[] Pack(Action<WeightPacker> pack, StateDict weights)
    {
        float[] packed = new float[Length];
        Array.Fill(packed, Untouched);
        fixed (float* pointer = packed) pack(new WeightPacker(pointer, Length, weights));
        return packed;
    }

    private static int Nearest(double value)
    {
        double magnitude = Math.Abs(value);
        int low = 0, high = Infinity;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Magnitude(middle) <= magnitude) low = middle;
            else high = middle - 1;
        }
        if (low < Infinity)
        {
            double tie = (Magnitude(low) + Magnitude(low + 1)) / 2;
            if (magnitude > tie || (magnitude == tie && low % 2 == 1)) low++;
        }
        if (magnitude <= float.MaxValue) low = Finite(low);
        return value < 0 ? low | 0x8000 : low;
    }

    /// <summary>No float becomes infinite.</summary>
    private static int Finite(int bits) => Math.Min(bits, Infinity - 1);

    private static double Magnitude(int bits) => bits == Infinity ? Math.Pow(2, 128) : BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
