using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>PyTorch's order of channels takes no pass of its own.</summary>
public sealed class ShufflesIntoBlocksTests
{
    [Fact]
    public void Shuffle_in_front_of_blocks() => Rewriting.Gives<ShufflesIntoBlocks>(
        """
        x = Input (4, 5, 12)
        s = ChannelShuffle x, groups: 3
        d = DepthToSpace s, block: 2
        output d
        """,
        """
        x = Input (4, 5, 12)
        d = DepthToSpace x, block: 2, interleaved: true
        output d
        """);

    [Fact]
    public void Shuffle_behind_blocks() => Rewriting.Gives<ShufflesIntoBlocks>(
        """
        x = Input (4, 6, 5)
        d = SpaceToDepth x, block: (2, 3)
        s = ChannelShuffle d, groups: 6
        output s
        """,
        """
        x = Input (4, 6, 5)
        s = SpaceToDepth x, block: (2, 3), interleaved: true
        output s
        """);

    [Theory]
    [InlineData("s = ChannelShuffle x, groups: 4\nd = DepthToSpace s, block: 2\noutput d")]
    [InlineData("s = ChannelShuffle x, groups: 3\nd = DepthToSpace s, block: 2\noutput d\noutput s")]
    [InlineData("s = SpaceToDepth x, block: 2\nd = ChannelShuffle s, groups: 12\noutput d")]
    public void Other_shuffles_stay(string nodes) => Rewriting.Leaves<ShufflesIntoBlocks>("x = Input (4, 6, 12)\n" + nodes);
}
