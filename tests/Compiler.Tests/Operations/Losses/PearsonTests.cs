using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class PearsonTests
{
    /// <summary>(1, 2, 3) and (1, 3, 2) have the correlation 1/2; it does not matter what is a sample and what a position.</summary>
    [Theory]
    [InlineData("3x1")]
    [InlineData("1x3x1")]
    public void Is_one_minus_the_correlation(string shape)
    {
        Assert.Equal(0.5, Value(new Pearson(), Tensor(shape, 1, 2, 3), Tensor(shape, 1, 3, 2)), 5);
        Assert.Equal(2, Value(new Pearson(), Tensor(shape, 1, 2, 3), Tensor(shape, 6, 4, 2)), 5);
    }

    [Fact]
    public void Is_the_mean_over_the_channels() =>
        Assert.Equal(0.25, Value(new Pearson(), Tensor("3x2", 1, 5, 2, 6, 3, 7), Tensor("3x2", 1, -10, 3, 0, 2, 10)), 5);

    /// <summary>σ + 1e-6, of the biased σ: with (−1, 1) and (−1e-6, 1e-6) the second is half as large when standardised.</summary>
    [Fact]
    public void Epsilon_is_added_to_the_biased_deviation()
    {
        double difference = 1 / (1 + 1e-6) - 0.5;
        Assert.Equal(difference * difference / 2, Value(new Pearson(), Tensor("2x1", -1, 1), Tensor("2x1", -1e-6, 1e-6)), 14);
    }

    [Fact]
    public void A_constant_channel_becomes_zeros()
    {
        ReferenceTensor constant = Tensor("3x1", 0.1, 0.1, 0.1), teacher = Tensor("3x1", 1, 3, 2);
        Assert.Equal(0.5, Value(new Pearson(), constant, teacher), 5);
        // PyTorch's is (0 − T̂) / 3 / ε, of a size that drowns all others.
        Assert.Equal([0, 0, 0], Derivative(new Pearson(), 0, constant, teacher));
        Assert.Equal(0, Value(new Pearson(), constant, constant));
    }

    [Fact]
    public void Shapes_are_checked()
    {
        Assert.Equal(
            "Pearson: the features (1, 1, 4) have a single value in each channel, which has no correlation. Take features before the "
            + "pooling, or a larger batch.", Error(new Pearson(), "1x1x4", "1x1x4"));
        Assert.Contains("Align the channels first", Error(new Pearson(), "2x3x4", "2x3x5"));
    }
}
