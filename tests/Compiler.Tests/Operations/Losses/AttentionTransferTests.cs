using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;
using static Fusion.Compiler.Tests.Support.LossRunner;

namespace Fusion.Compiler.Tests.Operations.Losses;

public class AttentionTransferTests
{
    // Two positions. The student's two channels have mean squares 3 and 4, so that its map is (3, 4)/5; the teacher's one has (0.8, 0.6).
    private static readonly ReferenceTensor s_student = Tensor("1x2x2", 1, Math.Sqrt(5), 2, -2);
    private static readonly ReferenceTensor s_teacher = Tensor("1x2x1", -Math.Sqrt(8), Math.Sqrt(6));

    [Fact]
    public void Compares_maps_of_length_one()
    {
        Assert.Equal((0.04 + 0.04) / 2, Value(new AttentionTransfer(AttentionReduction.MeanSquare), s_student, s_teacher), 15);
        Assert.Equal(Math.Sqrt(0.08), Value(new AttentionTransfer(AttentionReduction.Distance), s_student, s_teacher), 15);
    }

    /// <summary>A second sample, on which both agree, halves both.</summary>
    [Fact]
    public void Is_the_mean_over_the_samples()
    {
        ReferenceTensor student = Tensor("2x2x2", [.. s_student.Values, 1, 2, 3, 4]);
        ReferenceTensor teacher = Tensor("2x2x1", [.. s_teacher.Values, Math.Sqrt(2.5), Math.Sqrt(12.5)]);
        Assert.Equal(0.02, Value(new AttentionTransfer(AttentionReduction.MeanSquare), student, teacher), 15);
        Assert.Equal(Math.Sqrt(0.08) / 2, Value(new AttentionTransfer(AttentionReduction.Distance), student, teacher), 12);
    }

    [Fact]
    public void Does_not_see_the_size_of_the_features()
    {
        double[] larger = Array.ConvertAll(s_student.Values, value => -7 * value);
        Assert.Equal(0.04, Value(new AttentionTransfer(), Tensor("1x2x2", larger), s_teacher), 15);
    }

    [Fact]
    public void Zeros_have_no_attention()
    {
        ReferenceTensor zeros = Tensor("1x2x2", 0, 0, 0, 0);
        Assert.Equal(0.5, Value(new AttentionTransfer(), zeros, s_teacher), 15);
        // The derivative by the map is 1e12 in size, but that of the squares is 0.
        Assert.All(Derivative(new AttentionTransfer(), 0, zeros, s_teacher), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("2x4", "2x8")]
    [InlineData("2x1x1x4", "2x1x1x4")]
    public void One_position_is_refused(string student, string teacher) => Assert.Contains(
        "have one position in each sample, so that every map of attention is 1 and nothing can be learned from it. Take features before "
        + "the pooling, or another loss.", Error(new AttentionTransfer(), student, teacher));

    [Fact]
    public void Positions_are_checked() => Assert.Contains(
        "All dimensions before the channels must agree", Error(new AttentionTransfer(), "2x3x3x4", "3x3x3x4"));
}
