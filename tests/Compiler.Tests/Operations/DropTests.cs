using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

/// <summary>
/// The masks of dropout as random numbers: the bounds are five standard deviations, so that a right generator fails one of a million.
/// </summary>
public class DropTests
{
    private const int Pixels = 2500;
    private const int Channels = 80;
    private const int Count = Pixels * Channels;

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_share_is_the_rate(double rate)
    {
        double[] values = Mask(rate, step: 3);
        double dropped = values.Count(value => value == 0), deviation = Math.Sqrt(Count * rate * (1 - rate));
        Assert.InRange(dropped, Count * rate - 5 * deviation, Count * rate + 5 * deviation);
        Assert.All(values, value => Assert.True(value == 0 || value == 1 / (1 - rate)));
    }

    [Fact]
    public void Every_channel_and_position_has_its_share()
    {
        double[] values = Mask(0.3, step: 5);
        for (int c = 0; c < Channels; c++) Check(Enumerable.Range(0, Pixels).Select(pixel => values[pixel * Channels + c]));
        for (int pixel = 0; pixel < Pixels; pixel++) Check(values.Skip(pixel * Channels).Take(Channels));

        static void Check(IEnumerable<double> some)
        {
            double[] all = [.. some];
            Assert.InRange(all.Count(value => value == 0), all.Length * 0.3 - 5.5 * Math.Sqrt(all.Length * 0.21),
                all.Length * 0.3 + 5.5 * Math.Sqrt(all.Length * 0.21));
        }
    }

    /// <summary>Steps, streams and seeds that differ in one bit, low, high, or next to where the pieces are cut.</summary>
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1 << 15, 0, 0)]
    [InlineData(1 << 16, 0, 0)]
    [InlineData(1 << 24, 0, 0)]
    [InlineData(1L << 32, 0, 0)]
    [InlineData(1L << 47, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 9999, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(0, 0, 1 << 16)]
    [InlineData(0, 0, -1)]
    [InlineData(1, 1, 1)]
    public void Masks_know_nothing_of_each_other(long step, int stream, int seed) =>
        Independent(Mask(0.5), Mask(0.5, step, stream, seed));

    /// <summary>Neighbouring channels and positions, and what shares a block of random bits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(Channels)]
    [InlineData(50 * Channels)]
    public void Neighbours_know_nothing_of_each_other(int distance)
    {
        double[] values = Mask(0.5, step: 1);
        Independent(values[distance..], values[..^distance]);
    }

    [Fact]
    public void Equal_masks_are_noticed() =>
        Assert.Throws<Xunit.Sdk.InRangeException>(() => Independent(Mask(0.5, step: 1), Mask(0.5, step: 1)));

    [Fact]
    public void What_was_no_number_is_dropped_too()
    {
        double[] ones = Mask(0.5), found = Mask(0.5, value: double.NaN);
        for (int i = 0; i < Count; i++) Assert.Equal(ones[i] == 0 ? 0 : double.NaN, found[i]);
    }

    private static void Independent(double[] left, double[] right)
    {
        // At a rate of one half, values are 0 and 2.
        double correlation = left.Zip(right, (a, b) => (a - 1) * (b - 1)).Sum() / left.Length;
        Assert.InRange(correlation, -5 / Math.Sqrt(left.Length), 5 / Math.Sqrt(left.Length));
    }

    private static double[] Mask(double rate, long step = 0, int stream = 0, int seed = 0, double value = 1)
    {
        double[] numbers = new double[StepNumbers.Count];
        for (int piece = 0; piece < 3; piece++) numbers[StepNumbers.Step + piece] = (ushort)(step >> (16 * piece));
        for (int piece = 0; piece < 2; piece++) numbers[StepNumbers.Seed + piece] = (ushort)(seed >> (16 * piece));
        Shape shape = Shape.Of(5, Pixels / 5, Channels);
        var output = new ReferenceTensor(shape);
        double[] values = new double[Count];
        Array.Fill(values, value);
        new Drop(rate, stream).Evaluate(new ReferenceContext(
            [new ReferenceTensor(shape, values), new ReferenceTensor(Shape.Of(StepNumbers.Count), numbers)], output, _ => []));
        return output.Values;
    }
}
