using Fusion.Compiler.Reference;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class ElementwiseLossTests
{
    private static readonly ReferenceTensor s_x = Tensor("2x2", 1, -2, 0.5, 4), s_t = Tensor("2x2", 1, 1, 0.25, 0);

    [Fact]
    public void Mean_absolute_error()
    {
        Assert.Equal((0 + 3 + 0.25 + 4) / 4, Value(new MeanAbsoluteError(), s_x, s_t));
        Assert.Equal([0, -0.25, 0.25, 0.25], Derivative(new MeanAbsoluteError(), 0, s_x, s_t));
        Assert.Equal([0, 0.25, -0.25, -0.25], Derivative(new MeanAbsoluteError(), 1, s_x, s_t));
    }

    [Fact]
    public void Smooth_l1()
    {
        Assert.Equal((0 + 2.5 + 0.03125 + 3.5) / 4, Value(new SmoothL1(), s_x, s_t));
        Assert.Equal([0, -0.25, 0.0625, 0.25], Derivative(new SmoothL1(), 0, s_x, s_t));
        // Huber's loss, δ times this: 3 · (3 − 1.5), 0.25² / 2, 3 · (4 − 1.5).
        Assert.Equal((4.5 + 0.03125 + 7.5) / 4, 3 * Value(new SmoothL1(3), s_x, s_t), 15);
    }

    /// <summary>σ(0) = 1/2, σ(log 3) = 3/4.</summary>
    [Fact]
    public void Binary_cross_entropy()
    {
        ReferenceTensor x = Tensor("1x3", 0, Math.Log(3), -Math.Log(3)), t = Tensor("1x3", 0.3, 1, 0.5);
        double expected = (Math.Log(2) - Math.Log(0.75) - (Math.Log(0.25) + Math.Log(0.75)) / 2) / 3;
        Assert.Equal(expected, Value(new BinaryCrossEntropy(), x, t), 15);
    }

    /// <summary>log(1 + exp(−100)) is not 0.</summary>
    [Theory]
    [InlineData(100, 1, 3.720075976020836e-44)]
    [InlineData(-100, 0, 3.720075976020836e-44)]
    [InlineData(-1e4, 1, 1e4)]
    [InlineData(1e4, 0, 1e4)]
    public void Binary_cross_entropy_of_large_logits(double logit, double target, double expected)
    {
        double found = Value(new BinaryCrossEntropy(), Tensor("1x1", logit), Tensor("1x1", target));
        Assert.InRange(found / expected, 1 - 1e-14, 1 + 1e-14);
    }

    [Fact]
    public void Shapes_and_properties_are_checked()
    {
        Assert.Equal(
            "MeanAbsoluteError: the predictions are (2, 3), the targets (2, 1), but both must have the same shape.",
            Error(new MeanAbsoluteError(), "2x3", "2x1"));
        Assert.Equal("SmoothL1: beta is 0.0, but it must be a number greater than zero.", Error(new SmoothL1(0), "2x3", "2x3"));
    }
}
