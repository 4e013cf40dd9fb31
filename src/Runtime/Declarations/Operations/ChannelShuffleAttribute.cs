namespace Fusion;

/// <summary>Interleaves groups of channels: (…, C) to (…, C).</summary>
/// <remarks><c>y[p, c] = x[p, (c mod groups) · C / groups + ⌊c / groups⌋]</c>.</remarks>
/// <example>
/// <code>
/// [Conv(32, 1, Groups = 4), BatchNorm, Relu, ChannelShuffle(4)]   Layer conv;
/// </code>
/// </example>
public sealed class ChannelShuffleAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="groups">The number of groups. An <see cref="int"/> or an expression string.</param>
    public ChannelShuffleAttribute(object groups) => Groups = groups;

    /// <summary>The number of groups. An <see cref="int"/> or an expression string.</summary>
    public object Groups { get; }
}
