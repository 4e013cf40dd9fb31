namespace Fusion;

/// <summary>x where it is positive, slope · x elsewhere, with a learnt slope: (…, C) to (…, C). Parameter: <c>weight</c> [C], or [1] where
/// it is shared.</summary>
/// <example>
/// <code>
/// [Conv(32, 3), PRelu]   Layer conv;
/// </code>
/// </example>
public sealed class PReluAttribute : OperationAttribute
{
    /// <summary>Whether one slope serves all channels; false where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Shared { get; set; }
}
