namespace Fusion;

/// <summary>The sum of each position and all before it, along the first dimension: (L, C) to (L, C).</summary>
/// <remarks><c>y[t, c] = Σ x[s, c]</c> over <c>s ≤ t</c>.</remarks>
/// <example>
/// <code>
/// [FusedNetwork(100, 8)]
/// public partial class Counts
/// {
///     [Conv(32, 3, Padding = Padding.Causal), Relu, CumulativeSum]   Layer sums;
/// }
/// </code>
/// </example>
public sealed class CumulativeSumAttribute : OperationAttribute
{
    /// <summary>Whether it is the sum of each position and all behind it; false where it is not given. A <see cref="bool"/> or an
    /// expression string.</summary>
    public object? Reverse { get; set; }
}
