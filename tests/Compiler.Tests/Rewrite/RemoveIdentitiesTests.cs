using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Tests.Rewrite;

/// <summary>Operations that change nothing disappear, and only those.</summary>
public sealed class RemoveIdentitiesTests
{
    [Theory]
    [InlineData("Reshape x, dimensions: (4, 6, 8)")]
    [InlineData("Slice x, start: 0, count: 8")]
    [InlineData("Dropout x, rate: 0.2")]
    [InlineData("Concat x")]
    [InlineData("Append x")]
    [InlineData("PadChannels x")]
    [InlineData("Subsample x, stride: 1")]
    [InlineData("Upsample x, scale: 1")]
    [InlineData("ChannelShuffle x, groups: 1")]
    [InlineData("ChannelShuffle x, groups: 8")]
    [InlineData("Affine x, scale: 1, offset: 0")]
    [InlineData("Broadcast x, dimensions: (4, 6, 8)")]
    public void Identity_disappears(string operation) => Rewriting.Gives<RemoveIdentities>(
        $"x = Input (4, 6, 8)\na = {operation}\nb = Relu a\noutput b\noutput a",
        "x = Input (4, 6, 8)\nb = Relu x\noutput b\noutput a = x");

    /// <summary>(x / 2 + 1) · 3 − 1: one step.</summary>
    [Fact]
    public void Arithmetic_with_numbers_is_one_operation() => Rewriting.Gives<RemoveIdentities>(
        """
        x = Input (4, 6, 8)
        a = Affine x, scale: 0.5, offset: 0
        b = Affine a, scale: 1, offset: 1
        c = Affine b, scale: 3, offset: 0
        d = Affine c, scale: 1, offset: -1
        output d
        """,
        "x = Input (4, 6, 8)\nd = Affine x, scale: 1.5, offset: 2\noutput d");

    [Fact]
    public void Arithmetic_whose_result_is_read_elsewhere_stays() => Rewriting.Leaves<RemoveIdentities>(
        "x = Input (4, 6, 8)\na = Affine x, scale: 0.5, offset: 0\nb = Affine a, scale: 1, offset: 1\nc = Relu a\noutput b\noutput c");

    [Fact]
    public void Flatten_of_a_vector_disappears() => Rewriting.Gives<RemoveIdentities>(
        "x = Input (8)\na = Flatten x\nb = Relu a\noutput b", "x = Input (8)\nb = Relu x\noutput b");

    [Theory]
    [InlineData("Reshape x, dimensions: (6, 4, 8)")]
    [InlineData("Slice x, start: 1, count: 7")]
    [InlineData("Slice x, start: 0, count: 7")]
    [InlineData("Flatten x")]
    [InlineData("Concat x, x")]
    [InlineData("Append x, x")]
    [InlineData("PadChannels x, before: 1")]
    [InlineData("PadChannels x, after: 1")]
    [InlineData("Subsample x, stride: (1, 2)")]
    [InlineData("Subsample x, stride: (2, 1)")]
    [InlineData("Upsample x, scale: (1, 2)")]
    [InlineData("Upsample x, scale: (2, 1)")]
    [InlineData("ChannelShuffle x, groups: 2")]
    [InlineData("ChannelShuffle x, groups: 4")]
    [InlineData("Softmax x")]
    public void What_changes_something_stays(string operation) =>
        Rewriting.Leaves<RemoveIdentities>($"x = Input (4, 6, 8)\na = {operation}\nb = Relu a\noutput b");

    [Fact]
    public void Slice_of_a_slice_is_one_slice() => Rewriting.Gives<RemoveIdentities>(
        """
        x = Input (5, 12)
        a = Slice x, start: 3, count: 8
        b = Slice a, start: 2, count: 5
        c = Slice b, start: 1, count: 2
        output c
        """,
        """
        x = Input (5, 12)
        c = Slice x, start: 6, count: 2
        output c
        """);

    [Fact]
    public void Identities_of_identities_disappear_together() => Rewriting.Gives<RemoveIdentities>(
        """
        x = Input (5, 12)
        a = Slice x, start: 3, count: 8
        b = Concat a
        c = Slice b, start: 1, count: 2
        output c
        """,
        """
        x = Input (5, 12)
        c = Slice x, start: 4, count: 2
        output c
        """);
}
