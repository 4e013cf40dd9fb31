namespace Fusion;

/// <summary>Brings the positions to a given size: (H, W, C) to (size…, C).</summary>
/// <remarks>From the nearest: <c>y[p, c] = x[⌊p · old / new⌋, c]</c>. Bilinear and bicubic: <c>x</c> between the positions around
/// <c>(p + ½) · old / new − ½</c>, or with aligned corners around <c>p · (old − 1) / (new − 1)</c>, in each dimension; as
/// <c>torch.nn.functional.interpolate</c> and ONNX's <c>Resize</c>. The other properties are ONNX's further forms of interpolation;
/// <c>Antialias = true, ExcludeOutside = true</c>, bicubic with <c>CubicCoefficient = -0.5</c>, is PyTorch's
/// <c>antialias=True</c>.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), Relu, Resize("(40, 60)", Mode = UpsampleMode.Bilinear)]   Layer up;
/// [Resize(Scale = "(1.5, 0.7)", Mode = UpsampleMode.Bicubic)]             Layer stretched;
/// </code>
/// </example>
public sealed class ResizeAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="size">The size; from the scale where it is not given. An <see cref="int"/> or an expression string; per
    /// dimension in parentheses.</param>
    public ResizeAttribute(object? size = null) => Size = size;

    /// <summary>The size; from the scale where it is not given. An <see cref="int"/> or an expression string; per dimension in
    /// parentheses.</summary>
    public object? Size { get; }

    /// <summary>New size over old; sizes are rounded down, and positions lie where this scale, not the ratio of the sizes, has them. A
    /// number or an expression string; per dimension in parentheses.</summary>
    public object? Scale { get; set; }

    /// <summary>How positions are filled; from the nearest where it is not given.</summary>
    public UpsampleMode Mode { get; set; }

    /// <summary>Whether interpolation maps corner positions onto corner positions; false where it is not given. A <see cref="bool"/>
    /// or an expression string.</summary>
    public object? AlignCorners { get; set; }

    /// <summary>Where interpolated positions lie among the old ones; between half pixels where it is not given.</summary>
    public ResizeCoordinates Coordinates { get; set; }

    /// <summary>Whether interpolation takes all positions that one of a smaller result covers, rather than its neighbours alone; false
    /// where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Antialias { get; set; }

    /// <summary>The parameter a of cubic convolution, −0.75 where it is not given. A number or an expression string.</summary>
    public object? CubicCoefficient { get; set; }

    /// <summary>Whether positions outside have no share, so that those inside have more; else they have the value at the edge. False where
    /// it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? ExcludeOutside { get; set; }

    /// <summary>The part of the input that becomes the result, as TensorFlow's <c>crop_and_resize</c>: the first place of each dimension,
    /// then the last of each, as shares of the way from the first position to the last. <c>"(0, 0.25, 1, 0.75)"</c> are all rows and the
    /// columns in the middle. The whole input where it is not given. An expression string.</summary>
    public object? Region { get; set; }

    /// <summary>The value of what the region has outside of the input, 0 where it is not given. A number or an expression
    /// string.</summary>
    public object? Outside { get; set; }
}
