namespace Fusion;

/// <summary>Brings the positions to a given size: (H, W, C) to (size…, C).</summary>
/// <remarks>From the nearest: <c>y[p, c] = x[⌊p · old / new⌋, c]</c>. Bilinear and bicubic: <c>x</c> between the positions around
/// <c>(p + ½) · old / new − ½</c>, or with aligned corners around <c>p · (old − 1) / (new − 1)</c>, in each dimension; as
/// <c>torch.nn.functional.interpolate</c> and ONNX's <c>Resize</c>.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), Relu, Resize("(40, 60)", Mode = UpsampleMode.Bilinear)]   Layer up;
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

    /// <summary>New size over old, the same for all dimensions; sizes are rounded down. A number or an expression string.</summary>
    public object? Scale { get; set; }

    /// <summary>How positions are filled; from the nearest where it is not given.</summary>
    public UpsampleMode Mode { get; set; }

    /// <summary>Whether interpolation maps corner positions onto corner positions; false where it is not given. A <see cref="bool"/>
    /// or an expression string.</summary>
    public object? AlignCorners { get; set; }
}
