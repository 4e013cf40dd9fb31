namespace Fusion;

/// <summary>x / (k + alpha / size · Σ x²)^beta, with the sum over neighbouring channels: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), Relu, LocalResponseNorm(5)]   Layer conv;
/// </code>
/// </example>
public sealed class LocalResponseNormAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="size">The number of neighbouring channels. An <see cref="int"/> or an expression string.</param>
    public LocalResponseNormAttribute(object size) => Size = size;

    /// <summary>The number of neighbouring channels. An <see cref="int"/> or an expression string.</summary>
    public object Size { get; }

    /// <summary>alpha; 1e-4 where it is not given. A number or an expression string.</summary>
    public object? Alpha { get; set; }

    /// <summary>beta; 0.75 where it is not given. A number or an expression string.</summary>
    public object? Beta { get; set; }

    /// <summary>k; 1 where it is not given. A number or an expression string.</summary>
    public object? K { get; set; }
}
