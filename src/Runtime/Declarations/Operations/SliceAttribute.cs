namespace Fusion;

/// <summary>A range of the channels: (…, C) to (…, count).</summary>
/// <remarks><c>y[p, c] = x[p, start + c]</c>.</remarks>
/// <example>
/// <code>
/// // The second half of 32 channels.
/// [Conv(32, 1), Relu, Slice(16, 16)]   Layer half;
/// </code>
/// </example>
public sealed class SliceAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="start">The first channel. An <see cref="int"/> or an expression string.</param>
    /// <param name="count">The number of channels. An <see cref="int"/> or an expression string.</param>
    public SliceAttribute(object start, object count)
    {
        Start = start;
        Count = count;
    }

    /// <summary>The first channel. An <see cref="int"/> or an expression string.</summary>
    public object Start { get; }

    /// <summary>The number of channels. An <see cref="int"/> or an expression string.</summary>
    public object Count { get; }
}
