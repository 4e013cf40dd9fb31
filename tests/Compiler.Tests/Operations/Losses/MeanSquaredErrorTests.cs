using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class MeanSquaredErrorTests
{
    // Two samples of one position with two channels: (3, 4) and (0, 2) beside (4, 3) and (1, 0).
    private static readonly ReferenceTensor s_a = Tensor("2x1x2", 3, 4, 0, 2), s_t = Tensor("2x1x2", 4, 3, 1, 0);

    [Fact]
    public void Is_the_mean_over_all_values()
    {
        Assert.Equal((1 + 1 + 1 + 4) / 4.0, Value(new MeanSquaredError(), s_a, s_t));
        Assert.Equal([-0.5, 0.5, -0.5, 1], Derivative(new MeanSquaredError(), 0, s_a, s_t));
        Assert.Equal([0.5, -0.5, 0.5, -1], Derivative(new MeanSquaredError(), 1, s_a, s_t));
    }

    /// <summary>The cosines are 24/25 and 0.</summary>
    [Theory]
    [InlineData(FeatureNormalization.PerSample)]
    [InlineData(FeatureNormalization.PerPixel)]
    public void Normalized_is_two_minus_two_cosines(FeatureNormalization normalization) =>
        Assert.Equal((2 * (1 - 24 / 25.0) + 2) / 2, Value(new MeanSquaredError(normalization), s_a, s_t), 15);

    /// <summary>Positions (3, 4), (0, 2) of one sample beside (4, 3), (1, 0).</summary>
    [Fact]
    public void A_sample_is_normalized_as_a_whole()
    {
        ReferenceTensor a = Tensor("1x2x2", 3, 4, 0, 2), t = Tensor("1x2x2", 4, 3, 1, 0);
        Assert.Equal(2 * (1 - 24 / Math.Sqrt(29 * 26)), Value(new MeanSquaredError(FeatureNormalization.PerSample), a, t), 15);
        Assert.Equal(1 + 1 / 25.0, Value(new MeanSquaredError(FeatureNormalization.PerPixel), a, t), 15);
    }

    /// <summary>Which is the same as the mean over all values after a division by the root mean square.</summary>
    [Fact]
    public void Normalized_is_the_mean_of_values_whose_mean_square_is_one()
    {
        double[] a = RandomValues.Normal(1, 24), t = RandomValues.Normal(2, 24);
        static double[] Scaled(double[] values) => Array.ConvertAll(values, value => value / Math.Sqrt(values.Average(x => x * x)));
        Assert.Equal(
            Value(new MeanSquaredError(), Tensor("1x2x3x4", Scaled(a)), Tensor("1x2x3x4", Scaled(t))),
            Value(new MeanSquaredError(FeatureNormalization.PerSample), Tensor("1x2x3x4", a), Tensor("1x2x3x4", t)), 14);
    }

    [Fact]
    public void Zeros_stay_zeros()
    {
        ReferenceTensor zeros = Tensor("1x1x2", 0, 0), t = Tensor("1x1x2", 3, 4);
        var loss = new MeanSquaredError(FeatureNormalization.PerPixel);
        Assert.Equal(1, Value(loss, zeros, t), 15);
        // No direction, no derivative: PyTorch's is 2 (0 − t/‖t‖) / ε, of a size that drowns all others.
        Assert.Equal([0, 0], Derivative(loss, 0, zeros, t));
        Assert.Equal(0, Value(loss, zeros, zeros));
        Assert.Equal([0, 0], Derivative(loss, 0, zeros, zeros));
    }

    [Fact]
    public void Shapes_are_checked()
    {
        Assert.Equal(
            "MeanSquaredError: the student's features are (2, 3, 3, 4), the teacher's (2, 3, 3, 8). Align the channels first: a connector, "
            + "a 1×1 convolution, gives the student's features as many as the teacher's.",
            Error(new MeanSquaredError(), "2x3x3x4", "2x3x3x8"));
        Assert.Equal(
            "MeanSquaredError: the student's features are (2, 3, 3, 4), the teacher's (2, 6, 6, 4). All dimensions before the channels "
            + "must agree: pool the larger, or upsample the smaller.",
            Error(new MeanSquaredError(), "2x3x3x4", "2x6x6x4"));
    }
}
