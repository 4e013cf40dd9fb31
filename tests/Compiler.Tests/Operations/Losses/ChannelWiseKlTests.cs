using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class ChannelWiseKlTests
{
    /// <summary>Over two positions, at τ = 2, the teacher's first channel says (1/4, 3/4), the student's (1/2, 1/2); the second channels
    /// differ by a constant, which the softmax does not see.</summary>
    [Fact]
    public void Is_the_divergence_over_the_positions_of_each_channel()
    {
        ReferenceTensor student = Tensor("1x2x2", 1, 3, 1, 4), teacher = Tensor("1x2x2", 0, 5, 2 * Math.Log(3), 6);
        double expected = 4 / 2.0 * (0.25 * Math.Log(0.5) + 0.75 * Math.Log(1.5));
        Assert.Equal(expected, Value(new ChannelWiseKl(2), student, teacher), 15);
        GraphChecks.Close([0.25, 0, -0.25, 0], Derivative(new ChannelWiseKl(2), 0, student, teacher), 1e-14);
    }

    /// <summary>With positions and channels exchanged it is the loss of soft labels.</summary>
    [Fact]
    public void One_channel_is_soft_labels_over_the_positions()
    {
        double[] student = RandomValues.Normal(1, 18), teacher = RandomValues.Normal(2, 18);
        Assert.Equal(
            Value(new SoftLabels(3), Tensor("2x9", student), Tensor("2x9", teacher)),
            Value(new ChannelWiseKl(3), Tensor("2x3x3x1", student), Tensor("2x3x3x1", teacher)), 15);
    }

    [Fact]
    public void Shapes_and_temperature_are_checked()
    {
        Assert.Equal(
            "ChannelWiseKl: the features (2, 4) have one position in each sample, so that each channel's softmax over the positions is 1 "
            + "and nothing can be learned from it. Take features before the pooling, or another loss.",
            Error(new ChannelWiseKl(), "2x4", "2x4"));
        Assert.Contains("Align the channels first", Error(new ChannelWiseKl(), "2x3x3x4", "2x3x3x5"));
        Assert.Equal(
            "ChannelWiseKl: temperature is 0.0, but it must be a number greater than zero.", Error(new ChannelWiseKl(0), "2x3x4", "2x3x4"));
    }
}
