using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ResamplingTests
{
    [Theory]
    [InlineData("Pad", "5x7x3", "before: 1")]
    [InlineData("Pad", "5x7x3", "before: (1, 0), after: (2, 3), value: -1.5")]
    [InlineData("Pad", "5x7x3", "before: (1, -2), after: (-1, 3)")]
    [InlineData("Pad", "5x7x3", "before: (4, 0), after: (2, 6), mode: Reflect")]
    [InlineData("Pad", "5x1x3", "before: (4, 2), after: 9, mode: Replicate")]
    [InlineData("Pad", "2x3x4x3", "before: (0, 1, 2), after: 1")]
    [InlineData("Pad", "9x3", "before: 2, mode: Reflect")]
    [InlineData("Crop", "5x7x3", "before: (1, 0), after: (2, 3)")]
    [InlineData("Crop", "5x7x3", "before: 2")]
    [InlineData("Tile", "5x7x3", "counts: (2, 3)")]
    [InlineData("Roll", "5x7x3", "shift: (-2, 10)")]
    [InlineData("Roll", "5x3", "shift: 5")]
    [InlineData("Roll", "2x3x4x3", "shift: (1, 0, -1)")]
    [InlineData("Tile", "4x3", "counts: 3")]
    [InlineData("DepthToSpace", "3x5x8", "block: 2")]
    [InlineData("SpaceToDepth", "6x9x2", "block: 3")]
    [InlineData("DepthToSpace", "3x5x12", "block: (2, 3)")]
    [InlineData("DepthToSpace", "2x3x5x24", "block: (2, 1, 3)")]
    [InlineData("DepthToSpace", "5x6", "block: 3")]
    [InlineData("SpaceToDepth", "6x8x2", "block: (3, 2)")]
    [InlineData("SpaceToDepth", "4x3x6x2", "block: (2, 1, 3)")]
    [InlineData("DepthToSpace", "3x5x12", "block: 2, interleaved: true")]
    [InlineData("DepthToSpace", "2x3x5x24", "block: (2, 1, 3), interleaved: true")]
    [InlineData("DepthToSpace", "5x6", "block: 3, interleaved: true")]
    [InlineData("SpaceToDepth", "6x8x3", "block: 2, interleaved: true")]
    [InlineData("SpaceToDepth", "4x3x6x2", "block: (2, 1, 3), interleaved: true")]
    public void Agrees_with_ONNX_Runtime(string kind, string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime(kind, properties, shape);

    [Theory]
    [InlineData("5x7x3", "size: (9, 4)")]
    [InlineData("5x7x3", "size: (9, 4), mode: Bilinear")]
    [InlineData("5x7x3", "size: (9, 4), mode: Bilinear, alignCorners: true")]
    [InlineData("5x7x3", "size: (9, 4), mode: Bicubic")]
    [InlineData("5x7x3", "size: (9, 14), mode: Bicubic, alignCorners: true")]
    [InlineData("5x7x3", "scale: 1.7")]
    [InlineData("5x7x3", "scale: 1.7, mode: Bilinear")]
    [InlineData("5x7x3", "scale: 0.6, mode: Bicubic")]
    [InlineData("1x2x3", "size: 5, mode: Bicubic")]
    [InlineData("8x3", "size: 5, mode: Bilinear")]
    [InlineData("3x4x5x2", "size: (2, 7, 9), mode: Bilinear")]
    [InlineData("5x7x3", "size: (9, 4), mode: Bilinear, coordinates: Asymmetric")]
    [InlineData("5x7x3", "size: (3, 10), mode: Bicubic, coordinates: Asymmetric")]
    [InlineData("5x7x3", "scale: 1.7, mode: Bilinear, coordinates: HalfPixelSymmetric")]
    [InlineData("5x7x3", "scale: 0.65, mode: Bicubic, coordinates: HalfPixelSymmetric")]
    [InlineData("5x7x3", "size: (1, 4), mode: Bilinear, coordinates: PyTorchHalfPixel")]
    [InlineData("5x7x3", "size: (7, 1), mode: Bicubic, coordinates: PyTorchHalfPixel")]
    [InlineData("5x7x3", "size: (2, 3), mode: Bilinear, antialias: true")]
    [InlineData("11x13x3", "size: (2, 17), mode: Bicubic, antialias: true")]
    [InlineData("11x13x3", "scale: (0.7, 1.3), mode: Bilinear")]
    [InlineData("5x7x3", "scale: (1.7, 0.6), mode: Bicubic")]
    [InlineData("11x13x3", "scale: 0.3, mode: Bilinear, antialias: true, excludeOutside: true")]
    [InlineData("11x13x3", "size: (3, 4), mode: Bicubic, antialias: true, excludeOutside: true, cubicCoefficient: -0.5")]
    [InlineData("11x13x3", "size: (3, 4), mode: Bilinear, antialias: true, coordinates: Asymmetric")]
    [InlineData("5x7x3", "size: (3, 9), mode: Bicubic, excludeOutside: true, cubicCoefficient: -0.5")]
    [InlineData("5x2x3", "size: (7, 3), mode: Bicubic, alignCorners: true, excludeOutside: true")]
    [InlineData("5x7x3", "size: (4, 3), mode: Bilinear, region: (0.25, 0.1, 0.75, 0.9)")]
    [InlineData("5x7x3", "size: (4, 1), mode: Bicubic, region: (0.2, 0.3, 1.4, 0.8), outside: 2.5")]
    [InlineData("5x7x3", "size: (6, 9), mode: Bilinear, region: (0, -0.2, 1, 1.2), outside: -1")]
    public void Resizing_agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Resize", properties, shape);

    /// <summary>Two channels of one pixel in PyTorch's order: those of a block side by side.</summary>
    [Fact]
    public void Shuffles_in_PyTorchs_order()
    {
        var shuffle = new OperationCase("PixelShuffle", "factor: 2", "1x1x8");
        Assert.Equal([0, 4, 1, 5, 2, 6, 3, 7], shuffle.Evaluate(0, 1, 2, 3, 4, 5, 6, 7));
        var back = new OperationCase("PixelUnshuffle", "factor: 2", "2x2x2");
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], back.Evaluate(0, 4, 1, 5, 2, 6, 3, 7));
    }

    [Fact]
    public void Stacks_along_a_new_dimension()
    {
        var stack = new OperationCase("Stack", "", "2x1, 2x1");
        Assert.Equal("(2, 2, 1)", stack.Shape.ToString());
        Assert.Equal([1, 2, 3, 4], stack.Evaluate([[1, 2], [3, 4]]));
    }

    [Theory]
    [InlineData("Pad", "before: -3, after: -2", "5x7x1", "5 positions are taken away, but the height")]
    [InlineData("Pad", "before: 5, mode: Reflect", "5x7x1", "so that there are 4")]
    [InlineData("Pad", "before: 1, mode: Replicate, value: 2", "5x7x1", "takes no value")]
    [InlineData("Crop", "before: -1", "5x7x1", "at least 0")]
    [InlineData("Resize", "mode: Bilinear", "5x7x1", "neither size nor scale")]
    [InlineData("Resize", "size: 3, scale: 2", "5x7x1", "both size and scale")]
    [InlineData("Resize", "scale: 0.1", "5x7x1", "must be at least 1")]
    [InlineData("Resize", "scale: 1.41421356237", "5x7x1", "Give the size instead")]
    [InlineData("Resize", "scale: (1.5, 2, 3)", "5x7x1", "one number, or 2 in parentheses")]
    [InlineData("Resize", "scale: (1.5, 0)", "5x7x1", "greater than 0")]
    [InlineData("Resize", "size: 3, alignCorners: true", "5x7x1", "no corners to align")]
    [InlineData("Resize", "size: 3, antialias: true", "5x7x1", "the mode is Nearest, which interpolates nothing")]
    [InlineData("Resize", "size: 3, mode: Bilinear, cubicCoefficient: -0.5", "5x7x1", "the mode is Bilinear")]
    [InlineData("Resize", "size: 3, mode: Bilinear, excludeOutside: true", "5x7x1", "what lies outside has no share")]
    [InlineData("Resize", "size: 3, mode: Bilinear, alignCorners: true, coordinates: Asymmetric", "5x7x1", "Leave one of them out")]
    [InlineData("Resize", "size: 3, mode: Bilinear, coordinates: Asymmetric, region: (0, 0, 1, 1)", "5x7x1", "coordinates are, too")]
    [InlineData("Resize", "size: 3, mode: Bilinear, region: (0, 1)", "5x7x1", "4 were expected")]
    [InlineData("Resize", "size: 3, mode: Bilinear, region: 0.5", "5x7x1", "numbers in parentheses were expected")]
    [InlineData("Resize", "size: 3, mode: Bilinear, outside: 1", "5x7x1", "there is no region")]
    [InlineData("Tile", "counts: 0", "5x7x1", "at least 1")]
    [InlineData("PixelShuffle", "factor: 2", "5x7x6", "a multiple of the square of the factor, 4")]
    [InlineData("PixelUnshuffle", "factor: 2", "5x6x1", "Pad or crop it first")]
    [InlineData("DepthToSpace", "block: 2", "5x6x3", "do not divide")]
    [InlineData("SpaceToDepth", "block: 2", "5x6x3", "does not divide by it")]
    [InlineData("Stack", "", "5x6x3, 5x6x2", "all must be equal")]
    public void Says_what_is_wrong(string kind, string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error(kind, properties, shape));
}
