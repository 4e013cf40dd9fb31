namespace Fusion;

/// <summary>x where it is positive, slope · x elsewhere: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), BatchNorm, LeakyRelu(Slope = 0.1)]   Layer conv;
/// </code>
/// </example>
public sealed class LeakyReluAttribute : OperationAttribute
{
    /// <summary>The slope on the negative side; 0.01 where it is not given. A number or an expression string.</summary>
    public object? Slope { get; set; }
}
