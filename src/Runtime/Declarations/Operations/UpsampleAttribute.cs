namespace Fusion;

/// <summary>Enlarges the positions: (H, W, C) to (scale · H, scale · W, C).</summary>
/// <remarks>From the nearest: <c>y[p, c] = x[⌊p / scale⌋, c]</c>. Bilinear: <c>x</c> between the positions around
/// <c>(p + ½) / scale − ½</c>, or with aligned corners around <c>p · (size − 1) / (scale · size − 1)</c>, in each dimension.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), Relu, Upsample(2, Mode = UpsampleMode.Bilinear)]   Layer up;
/// </code>
/// </example>
public sealed class UpsampleAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="scale">The factor. An <see cref="int"/> or an expression string; per dimension in parentheses.</param>
    public UpsampleAttribute(object scale) => Scale = scale;

    /// <summary>The factor. An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object Scale { get; }

    /// <summary>How new positions are filled; from the nearest where it is not given.</summary>
    public UpsampleMode Mode { get; set; }

    /// <summary>Whether bilinear interpolation maps corner positions onto corner positions; false where it is not given. A
    /// <see cref="bool"/> or an expression string.</summary>
    public object? AlignCorners { get; set; }
}
