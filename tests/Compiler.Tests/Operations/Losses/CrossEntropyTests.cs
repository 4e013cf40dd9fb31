using Fusion.Compiler.Tests.Support;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class CrossEntropyTests
{
    private static readonly double s_third = Math.Log(3);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Equal_logits_cost_the_logarithm_of_the_number_of_classes(int label) =>
        Assert.Equal(Math.Log(3), Value(new CrossEntropy(), Tensor("1x3", 7, 7, 7), Tensor("1x1", label)), 14);

    /// <summary>softmax = (1/4, 3/4).</summary>
    [Theory]
    [InlineData(0, 0, 1.3862943611198906)]
    [InlineData(0, 1, 0.28768207245178093)]
    [InlineData(0.2, 1, 0.39754330131859186)] // 0.9 · 0.28768 + 0.1 · 1.38629
    public void Is_the_surprise_at_the_label(double smoothing, double label, double expected) =>
        Assert.Equal(expected, Value(new CrossEntropy(smoothing), Tensor("1x2", 0, s_third), Tensor("1x1", label)), 14);

    [Fact]
    public void Is_the_mean_over_the_positions() => Assert.Equal(
        (1.3862943611198906 + 0.28768207245178093) / 2,
        Value(new CrossEntropy(), Tensor("1x2x2", 0, s_third, 0, s_third), Tensor("1x2x1", 0, 1)), 14);

    [Fact]
    public void A_masked_class_has_no_part() => Assert.Equal(
        Math.Log(2), Value(new CrossEntropy(), Tensor("1x3", 5, 5, double.NegativeInfinity), Tensor("1x1", 1)), 14);

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void A_label_that_is_no_class_is_refused(double label)
    {
        var exception = Assert.Throws<ArgumentException>(
            () => Value(new CrossEntropy(), Tensor("2x3", 1, 2, 3, 4, 5, 6), Tensor("2x1", 0, label)));
        Assert.Equal(
            FormattableString.Invariant($"The label at position 1 is {label}, but it must be one of the 3 classes, from 0 to 2."),
            exception.Message);
        Assert.Throws<ArgumentException>(
            () => Derivative(new CrossEntropy(), 0, Tensor("2x3", 1, 2, 3, 4, 5, 6), Tensor("2x1", 0, label)));
    }

    [Fact]
    public void Shapes_and_smoothing_are_checked()
    {
        Assert.Equal(
            "CrossEntropy: the labels are (2, 3), but the logits (2, 3) need one label for each position, which is (2, 1).",
            Error(new CrossEntropy(), "2x3", "2x3"));
        Assert.Equal("CrossEntropy: the value (3) has no dimension that counts samples.", Error(new CrossEntropy(), "3", "1"));
        Assert.Equal("CrossEntropy: smoothing is 1.5, but it must lie between 0 and 1.", Error(new CrossEntropy(1.5), "2x3", "2x1"));
        Assert.Equal("CrossEntropy: it was given 1 inputs, but it takes 2.", Error(new CrossEntropy(), "2x3"));
    }
}
