using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class SoftLabelsTests
{
    /// <summary>At temperature 2 the teacher says (1/4, 3/4), the student (1/2, 1/2): 4 (1/4 log 1/2 + 3/4 log 3/2).</summary>
    [Fact]
    public void Is_the_divergence_times_the_square_of_the_temperature()
    {
        ReferenceTensor student = Tensor("1x2", 1, 1), teacher = Tensor("1x2", 0, 2 * Math.Log(3));
        var loss = new SoftLabels(2);
        Assert.Equal(4 * (0.25 * Math.Log(0.5) + 0.75 * Math.Log(1.5)), Value(loss, student, teacher), 14);
        GraphChecks.Close([2 * 0.25, -2 * 0.25], Derivative(loss, 0, student, teacher), 1e-14);
    }

    /// <summary>A second sample, on which both agree, halves it; so does a second position.</summary>
    [Theory]
    [InlineData("2x2")]
    [InlineData("1x2x2")]
    public void Is_the_mean_over_the_positions(string shape)
    {
        ReferenceTensor student = Tensor(shape, 1, 1, 5, 3), teacher = Tensor(shape, 0, 2 * Math.Log(3), 5, 3);
        Assert.Equal(2 * (0.25 * Math.Log(0.5) + 0.75 * Math.Log(1.5)), Value(new SoftLabels(2), student, teacher), 14);
    }

    /// <summary>Towards high temperatures the loss becomes half the variance of the differences: of (0, 3) beside (1, 1), 9 / 8.</summary>
    [Theory]
    [InlineData(1e4)]
    [InlineData(1e6)]
    public void High_temperatures_keep_all_digits(double temperature)
    {
        ReferenceTensor student = Tensor("1x2", 0, 3), teacher = Tensor("1x2", 1, 1);
        Assert.Equal(9 / 8.0, Value(new SoftLabels(temperature), student, teacher), 8);
        GraphChecks.Close([-0.75, 0.75], Derivative(new SoftLabels(temperature), 0, student, teacher), 1e-8);
    }

    /// <summary>Its sum of exponentials is beyond a double, and the second class's probability below one.</summary>
    [Fact]
    public void Large_logits_do_not_overflow() =>
        Assert.Equal(3000, Value(new SoftLabels(1), Tensor("1x2", -1000, 2000), Tensor("1x2", 1000, -1000)), 12);

    [Fact]
    public void A_class_that_the_teacher_excludes_has_no_part() => Assert.Equal(
        Math.Log(1.5),
        Value(new SoftLabels(1), Tensor("1x3", 1, 1, 1), Tensor("1x3", 4, 4, double.NegativeInfinity)), 14);

    [Fact]
    public void Cross_entropy_of_a_sure_teacher() => Assert.Equal(
        Value(new CrossEntropy(), Tensor("1x3", 0.3, -1, 2), Tensor("1x1", 2)),
        Value(new SoftLabels(1), Tensor("1x3", 0.3, -1, 2), Tensor("1x3", -1e4, -1e4, 0)), 14);

    [Fact]
    public void One_class_has_no_loss() => Assert.Equal(0, Value(new SoftLabels(), Tensor("2x1", 1, 2), Tensor("2x1", 3, 4)));

    [Fact]
    public void Shapes_and_temperature_are_checked()
    {
        Assert.Equal(
            "SoftLabels: the student's logits are (2, 3), the teacher's (2, 4), but both must have the same shape.",
            Error(new SoftLabels(), "2x3", "2x4"));
        foreach (double wrong in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Assert.Contains("but it must be a number greater than zero.", Error(new SoftLabels(wrong), "2x3", "2x3"));
        foreach (double wrong in (double[])[2e6, 1e30, 1e-7, 1e-60])
            Assert.Contains("but it must lie between 1e-6 and 1e6", Error(new SoftLabels(wrong), "2x3", "2x3"));
    }
}
