namespace Fusion;

/// <summary>Adds channels that are zero: (…, C) to (…, before + C + after).</summary>
/// <remarks><c>y[p, c] = x[p, c − before]</c>, and zero where there is no such channel.</remarks>
/// <example>
/// <code>
/// // A shortcut without weights, as in ResNet for CIFAR-10.
/// [Subsample(2), PadChannels(8, 8)]   Layer shortcut;
/// </code>
/// </example>
public sealed class PadChannelsAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="before">The channels added before. An <see cref="int"/> or an expression string.</param>
    /// <param name="after">The channels added after. An <see cref="int"/> or an expression string.</param>
    public PadChannelsAttribute(object before, object after)
    {
        Before = before;
        After = after;
    }

    /// <summary>The channels added before. An <see cref="int"/> or an expression string.</summary>
    public object Before { get; }

    /// <summary>The channels added after. An <see cref="int"/> or an expression string.</summary>
    public object After { get; }
}
