using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Element-wise work joins the kernel in front of what only moves elements.</summary>
public sealed class ReshapeLastTests
{
    [Theory]
    [InlineData("Reshape a, dimensions: (20, 6)", "Relu m", "Relu a", "Reshape w, dimensions: (20, 6)")]
    [InlineData("Reshape a, dimensions: (60, 2)", "Silu m", "Silu a", "Reshape w, dimensions: (60, 2)")]
    [InlineData("Flatten a", "Tanh m", "Tanh a", "Flatten w")]
    [InlineData("ChannelShuffle a, groups: 2", "Relu6 m", "Relu6 a", "ChannelShuffle w, groups: 2")]
    // What is learnt channel by channel goes where channels stay channels.
    [InlineData("Reshape a, dimensions: (4, 5, 6)", "BatchNorm m", "BatchNorm a, epsilon: 1e-5", "Reshape w, dimensions: (4, 5, 6)")]
    [InlineData("Reshape a, dimensions: (2, 2, 5, 6)", "PRelu m", "PRelu a", "Reshape w, dimensions: (2, 2, 5, 6)")]
    [InlineData("Reshape a, dimensions: (20, 6)", "Multiply m, v", "Multiply a, v", "Reshape w, dimensions: (20, 6)")]
    public void Work_goes_in_front(string move, string work, string workThere, string moveThere) => Rewriting.Gives<ReshapeLast>(
        $"x = Input (5, 4, 6)\nv = Input (6)\na = Conv x, outputs: 6, kernel: 1\nm = {move}\nw = {work}\noutput w",
        $"x = Input (5, 4, 6)\nv = Input (6)\na = Conv x, outputs: 6, kernel: 1, bias: true\nw = {workThere}\nm = "
            + $"{moveThere}\noutput w = m");

    [Fact]
    public void Chain_goes_in_front_in_order() => Rewriting.Gives<ReshapeLast>(
        """
        x = Input (5, 4, 6)
        z = Input (20, 6)
        a = Conv x, outputs: 6, kernel: 1
        m = Reshape a, dimensions: (20, 6)
        s = Add z, m
        r = Relu s
        output r
        """,
        """
        x = Input (5, 4, 6)
        z = Input (20, 6)
        a = Conv x, outputs: 6, kernel: 1, bias: true
        m = Reshape z, dimensions: (5, 4, 6)
        s = Add m, a
        r = Relu s
        m#2 = Reshape r, dimensions: (20, 6)
        output r = m#2
        """);

    /// <summary>(120) is no value per channel of (5, 4, 6).</summary>
    [Fact]
    public void Vector_as_large_as_the_value_is_seen_in_its_shape() => Rewriting.Gives<ReshapeLast>(
        """
        x = Input (5, 4, 6)
        z = Input (120)
        a = Conv x, outputs: 6, kernel: 1
        m = Reshape a, dimensions: 120
        s = Multiply m, z
        output s
        """,
        """
        x = Input (5, 4, 6)
        z = Input (120)
        a = Conv x, outputs: 6, kernel: 1, bias: true
        m = Reshape z, dimensions: (5, 4, 6)
        s = Multiply a, m
        m#2 = Reshape s, dimensions: (120)
        output s = m#2
        """);

    [Fact]
    public void Two_reshaped_sides_meet_as_they_were() => Rewriting.Gives<ReshapeLast>(
        """
        x = Input (5, 4, 6)
        a = Conv x, outputs: 6, kernel: 1
        b = Conv x, outputs: 6, kernel: 3
        m = Reshape a, dimensions: (20, 6)
        n = Reshape b, dimensions: (20, 6)
        s = Add m, n
        output s
        """,
        """
        x = Input (5, 4, 6)
        a = Conv x, outputs: 6, kernel: 1, bias: true
        b = Conv x, outputs: 6, kernel: 3, padding: 1, bias: true
        s = Add a, b
        n = Reshape s, dimensions: (20, 6)
        output s = n
        """);

    [Fact]
    public void Only_the_last_of_several_shapes_counts() => Rewriting.Gives<ReshapeLast>(
        """
        x = Input (5, 4, 6)
        a = Reshape x, dimensions: (20, 6)
        b = Reshape a, dimensions: 120
        c = Reshape b, dimensions: (5, 4, 6)
        d = Softmax c
        output b
        output d
        """,
        """
        x = Input (5, 4, 6)
        b = Reshape x, dimensions: (120)
        d = Softmax x
        output b
        output d
        """);

    [Theory]
    // Others read what is moved.
    [InlineData("m = Reshape a, dimensions: (20, 6) | r = Relu m | output r | output m")]
    // Channels are others there.
    [InlineData("m = Reshape a, dimensions: (10, 12) | r = BatchNorm m | output r")]
    [InlineData("m = Reshape a, dimensions: (10, 12) | r = PRelu m | output r")]
    [InlineData("m = Reshape a, dimensions: (20, 1, 6) | r = Softmax m | output r")]
    [InlineData("m = ChannelShuffle a, groups: 2 | r = BatchNorm m | output r")]
    [InlineData("m = ChannelShuffle a, groups: 2 | r = Multiply m, v | output r")]
    [InlineData("m = Reshape a, dimensions: (20, 6) | r = Multiply m, m | output r")]
    [InlineData("r = Relu a | m = Reshape r, dimensions: (20, 6) | output m")]
    public void Work_stays(string body) => Rewriting.Leaves<ReshapeLast>(
        "x = Input (5, 4, 6)\nv = Input (6)\na = Conv x, outputs: 6, kernel: 1\n" + body.Replace(" | ", "\n"));
}
