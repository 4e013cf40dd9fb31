using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>A shuffle of two groups reads its halves where they are.</summary>
public sealed class ShuffleWithoutConcatTests
{
    [Fact]
    public void Halves_of_a_Concat_are_read_apart() => Rewriting.Gives<ShuffleWithoutConcat>(
        """
        x = Input (4, 5, 6)
        z = Input (4, 5, 6)
        c = Concat x, z
        s = ChannelShuffle c, groups: 2
        output s
        output c
        """,
        """
        x = Input (4, 5, 6)
        z = Input (4, 5, 6)
        c = Concat x, z
        s = Interleave x, z
        output s
        output c
        """);

    [Theory]
    [InlineData("x = Input (4, 5, 6)\nz = Input (4, 5, 4)\nc = Concat x, z", 5)]
    [InlineData("x = Input (4, 5, 4)\nc = Concat x, x, x", 6)]
    [InlineData("x = Input (4, 5, 12)\nc = Softmax x", 6)]
    public void Other_halves_are_slices(string value, int half) => Rewriting.Gives<ShuffleWithoutConcat>(
        $"{value}\ns = ChannelShuffle c, groups: 2\noutput s",
        $"{value}\ns = Slice c, start: 0, count: {half}\ns#2 = Slice c, start: {half}, count: {half}\ns#3 = Interleave s, s#2"
            + "\noutput s = s#3");

    [Fact]
    public void More_groups_are_dealt_out_by_a_table() => Rewriting.Leaves<ShuffleWithoutConcat>(
        "x = Input (4, 5, 12)\ns = ChannelShuffle x, groups: 3\noutput s");
}
