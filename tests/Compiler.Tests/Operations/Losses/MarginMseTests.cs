using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class MarginMseTests
{
    private static readonly ReferenceTensor s_margin = Tensor("2", -1, -2);

    // Positions by channels. T: 2 counts whatever A is; −5 is cut off to the margin, which counts only where A is above it.
    private static readonly ReferenceTensor
        s_a = Tensor("1x4x2", 3, -3, 0, -4, -1, 0, -0.5, -2),
        s_t = Tensor("1x4x2", 2, 2, -5, -5, -0.5, -1.5, -0.5, -5);

    [Fact]
    public void Counts_where_the_teacher_is_positive_or_the_student_above_it()
    {
        // (3 − 2)², (−3 − 2)²; (0 − −1)², −4 is below −2; −1 is below −0.5, (0 − −1.5)²; equal; equal to the margin.
        Assert.Equal((1 + 25 + 1 + 0 + 0 + 2.25) / 8, Value(new MarginMse(), s_a, s_t, s_margin));
        Assert.Equal([0.25, -1.25, 0.25, 0, 0, 0.375, 0, 0], Derivative(new MarginMse(), 0, s_a, s_t, s_margin));
        Assert.Equal([-0.25, 1.25, 0, 0, 0, -0.375, 0, 0], Derivative(new MarginMse(), 1, s_a, s_t, s_margin));
        Assert.Equal([-0.25, 0], Derivative(new MarginMse(), 2, s_a, s_t, s_margin));
    }

    [Fact]
    public void Shapes_are_checked() => Assert.Equal(
        "MarginMse: the margins are (1, 2), but the features (1, 4, 2) need one for each channel, which is (2).",
        Error(new MarginMse(), "1x4x2", "1x4x2", "1x2"));

    /// <summary>E[x | x &lt; 0] by Simpson's rule; γ may be negative.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1.7, 0.3)]
    [InlineData(-0.4, -1.1)]
    [InlineData(0.5, 1.5)]
    [InlineData(0.02, -3)]
    public void Margin_is_the_mean_below_zero(double weight, double bias)
    {
        double deviation = Math.Abs(weight), least = Math.Min(0, bias) - 12 * deviation, step = -least / 20000, mass = 0, moment = 0;
        for (int i = 0; i <= 20000; i++)
        {
            double x = least + i * step, factor = i is 0 or 20000 ? 1 : i % 2 == 1 ? 4 : 2;
            double density = factor * Math.Exp(-Math.Pow((x - bias) / deviation, 2) / 2);
            mass += density;
            moment += density * x;
        }
        Assert.Equal(moment / mass, BatchNormMargin.Of(weight, bias), 9);
    }

    /// <summary>For a normal distribution around 0 the mean of the half below is −√(2/π).</summary>
    [Fact]
    public void Margin_of_a_centred_channel() => Assert.Equal(-Math.Sqrt(2 / Math.PI), BatchNormMargin.Of(1, 0), 15);

    /// <summary>Φ(−3.09) = 0.0010008 and Φ(−3.1) = 0.00097.</summary>
    [Fact]
    public void Margin_of_a_channel_that_is_hardly_ever_negative_is_three_deviations()
    {
        Assert.InRange(BatchNormMargin.Of(2, 6.18), -0.7, -0.5);
        Assert.Equal(-6, BatchNormMargin.Of(2, 6.2));
        Assert.Equal(-6, BatchNormMargin.Of(-2, 100));
    }

    [Theory]
    [InlineData(-0.3, -0.3)]
    [InlineData(0, 0)]
    [InlineData(0.3, 0)]
    public void Margin_of_a_channel_without_spread(double bias, double expected) => Assert.Equal(expected, BatchNormMargin.Of(0, bias));
}
