namespace Fusion;

/// <summary>The greatest value along axes; NaN where one is NaN: (…, C) to (C) along all positions, or the same with the size 1 along the
/// axes: (H, W, C) to (H, W, 1) along the channels, (T, H, W, C) to (T, 1, 1, C) along height and width.</summary>
/// <remarks><c>y = max x</c>, over the elements along the axes.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), Relu, Max(Axes.Height)]   Layer columns;
/// </code>
/// </example>
/// <param name="axes">Along what; all positions where it is not given.</param>
public sealed class MaxAttribute(Axes axes = Axes.Positions) : OperationAttribute
{
    /// <summary>Along what.</summary>
    public Axes Axes { get; } = axes;

    /// <summary>Whether the result has the size 1 along all positions, (1, 1, C), where it would be (C). A <see cref="bool"/> or an
    /// expression string.</summary>
    public object? Keep { get; set; }
}
