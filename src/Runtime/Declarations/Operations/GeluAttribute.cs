namespace Fusion;

/// <summary>x · Φ(x): (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 1), Gelu(Approximate = true)]   Layer conv;
/// </code>
/// </example>
public sealed class GeluAttribute : OperationAttribute
{
    /// <summary>Whether Φ is approximated with the hyperbolic tangent; false where it is not given. A <see cref="bool"/> or an expression
    /// string.</summary>
    public object? Approximate { get; set; }
}
