using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>How parameters are called: as PyTorch's modules call them.</summary>
public class ParameterNameTests
{
    [Theory]
    [InlineData("[Conv(4, 3), Relu] Layer conv;", "conv.weight")]
    [InlineData("[GlobalAveragePool, Dropout, Linear(4)] Layer fc;", "fc.weight")]
    [InlineData("[Conv(4, 3), BatchNorm] Layer conv1;", "conv1.weight bn1.weight")]
    [InlineData("[DepthwiseConv(3), BatchNorm, Relu] Layer dwconv_a;", "dwconv_a.weight dwbn_a.weight")]
    [InlineData("[Conv(4, 3), BatchNorm] Layer stem;", "stem.0.weight stem.1.weight")]
    [InlineData("[Conv(4, 3), Relu, Conv(4, 3)] Layer conv;", "conv.0.weight conv.2.weight")]
    [InlineData("[Conv(4, 3, Name = \"a.b\"), BatchNorm(Name = \"c\")] Layer stem;", "a.b.weight c.weight")]
    [InlineData("[Prefix(\"features.0\"), Conv(4, 3), BatchNorm] Layer conv;", "features.0.0.weight features.0.1.weight")]
    [InlineData("[Prefix(\"\"), Conv(4, 3), BatchNorm] Layer stem;", "0.weight 1.weight")]
    [InlineData("[SqueezeExcite(Channels = 2)] Layer se;", "se.fc1.weight se.fc2.weight")]
    [InlineData("[Conv(4, 3), PRelu] Layer a;", "a.0.weight a.1.weight")]
    [InlineData("[Conv(4, 3, When = \"false\"), BatchNorm, Conv(4, 3)] Layer a;", "a.0.weight a.1.weight")]
    [InlineData("[Block<B>] Layer b;", "b.conv.weight b.x.weight")]
    [InlineData("[Block<B>(Repeat = 1)] Layer b;", "b.0.conv.weight b.0.x.weight")]
    [InlineData("[Block<B>, Block<B>(Repeat = 2)] Layer b;", "b.0.conv.weight b.0.x.weight b.1.conv.weight b.1.x.weight b.2.conv.weight b.2.x.weight")]
    [InlineData("[Block<B>(Name = \"\")] Layer b;", "conv.weight x.weight")]
    [InlineData("[Block<B>(Name = \"a\", Repeat = 2)] Layer b;", "a.0.conv.weight a.0.x.weight a.1.conv.weight a.1.x.weight")]
    [InlineData("[Block<B>(Name = \"a{2 * index + 1}\", Repeat = 2)] Layer b;", "a1.conv.weight a1.x.weight a3.conv.weight a3.x.weight")]
    [InlineData("[Block<Absolute>(7)] Layer b;", "conv7.weight")]
    [InlineData("[Block<Outer>] Layer b;", "b.0.weight b.1.inner.conv.weight b.1.inner.x.weight")]
    public void Names_follow_the_declaration(string layer, string expected) => Assert.Equal(
        expected,
        Lowered.Weights(
            $$"""
            [Block] class B { [Conv(4, 3), Relu] Layer conv; [Conv(4, 1)] Layer x; }
            [Block] class Absolute(int number) { [Conv(4, 3, Name = "/conv{number}")] Layer conv; }
            [Block] class Wrap { [Block<B>] Layer inner; }
            [Block] class Outer { [Prefix(""), Conv(4, 3), Block<Wrap>] Layer all; }
            [FusedNetwork(8, 8, 3)] partial class Net { {{layer}} }
            """).Replace('\n', ' '));

    [Fact]
    public void Layer_called_twice_has_one_set_of_weights() =>
        Assert.Equal("a.weight", Lowered.Weights("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => a(a(x)); }"));
}
