using Fusion.Tool.Models;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Tests.Models;

/// <summary><c>--shape</c>.</summary>
public sealed class ShapeOptionTests
{
    [Fact]
    public void Several_shapes_of_an_input_are_several_sizes_and_one_alone_holds_for_all()
    {
        var sizes = ShapeOption.Parse(["x=1x3x8x8", "x=1x3x16x16", "mask=1x1"]);
        Assert.Equal(2, sizes.Count);
        Assert.Equal([1, 3, 16, 16], sizes[1]["x"]);
        Assert.Equal([1, 1], sizes[1]["mask"]);
    }

    [Theory]
    [InlineData("is given twice", "x=1x3x8x8", "x=1x3x8x8")]
    [InlineData("as in x=1x3x224x224", "x=1x3x-8x8")]
    [InlineData("as in x=1x3x224x224", "x=")]
    [InlineData("as in x=1x3x224x224", "x=1x99999999999")]
    public void A_mistake_is_said(string expected, params string[] options) =>
        Assert.Contains(expected, Assert.Throws<ToolException>(() => ShapeOption.Parse(options)).Message);
}
