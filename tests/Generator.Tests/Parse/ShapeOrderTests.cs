using Fusion.Generator.Parse;

namespace Fusion.Generator.Tests.Parse;

/// <summary>Which shapes look as if their sizes were in another order: each limit from both sides.</summary>
public sealed class ShapeOrderTests
{
    [Theory]
    [InlineData(new[] { 1, 4096 }, "4096, 1")]
    [InlineData(new[] { 2, 4096 }, "4096, 2")]
    [InlineData(new[] { 3, 4096 }, null)]
    [InlineData(new[] { 2, 4095 }, null)]
    [InlineData(new[] { 4096, 2 }, null)]
    [InlineData(new[] { 1, 16, 16 }, "16, 16, 1")]
    [InlineData(new[] { 1, 16, 17 }, null)]
    [InlineData(new[] { 2, 16, 16 }, null)]
    [InlineData(new[] { 3, 16, 16 }, "16, 16, 3")]
    [InlineData(new[] { 3, 16, 17 }, "16, 17, 3")]
    [InlineData(new[] { 3, 15, 16 }, null)]
    [InlineData(new[] { 3, 16, 15 }, null)]
    [InlineData(new[] { 4, 16, 16 }, "16, 16, 4")]
    [InlineData(new[] { 5, 16, 16 }, null)]
    [InlineData(new[] { 1, 1, 16, 16 }, "16, 16, 1")]
    [InlineData(new[] { 1, 2, 16, 16 }, "2, 16, 16, 1")]
    [InlineData(new[] { 1, 2, 16, 17 }, null)]
    [InlineData(new[] { 1, 3, 16, 17 }, "16, 17, 3")]
    [InlineData(new[] { 1, 3, 15, 16 }, null)]
    [InlineData(new[] { 1, 3, 16, 15 }, null)]
    [InlineData(new[] { 1, 4, 16, 16 }, "16, 16, 4")]
    [InlineData(new[] { 2, 3, 16, 16 }, null)]
    [InlineData(new[] { 1, 16, 17, 3 }, "16, 17, 3")]
    [InlineData(new[] { 1, 16, 16, 1 }, "16, 16, 1")]
    [InlineData(new[] { 1, 16, 16, 4 }, "16, 16, 4")]
    [InlineData(new[] { 1, 16, 16, 2 }, null)]
    [InlineData(new[] { 1, 15, 16, 3 }, null)]
    [InlineData(new[] { 1, 16, 15, 3 }, null)]
    [InlineData(new[] { 2, 16, 16, 3 }, null)]
    [InlineData(new[] { 3, 8, 16, 16 }, "8, 16, 16, 3")]
    [InlineData(new[] { 4, 8, 16, 16 }, "8, 16, 16, 4")]
    [InlineData(new[] { 3, 8, 16, 17 }, null)]
    [InlineData(new[] { 3, 8, 15, 15 }, null)]
    [InlineData(new[] { 5, 8, 16, 16 }, null)]
    [InlineData(new[] { 4096 }, null)]
    [InlineData(new int[0], null)]
    public void Shape_is_suspicious(int[] shape, string? meant) =>
        Assert.Equal(meant, ShapeOrder.Suspicion(shape) is { } found ? string.Join(", ", found.Sizes) : null);

    [Theory]
    [InlineData(new[] { 1, 3, 16, 16 }, "one frame of height 3, width 16 and 16 channels")]
    [InlineData(new[] { 3, 8, 16, 16 }, "3 frames of height 8, width 16 and 16 channels")]
    public void Film_is_described(int[] shape, string expected) => Assert.Equal(expected, ShapeOrder.Suspicion(shape)!.Value.Read);
}
