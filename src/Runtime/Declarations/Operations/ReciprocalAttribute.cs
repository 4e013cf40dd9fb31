namespace Fusion;

/// <summary>numerator / x: (…, C) to (…, C).</summary>
/// <remarks>In <c>Forward</c>, <c>1 / x</c> says the same.</remarks>
/// <example>
/// <code>
/// [Relu, Affine(1, 1), Reciprocal]   Layer weights;
/// </code>
/// </example>
public sealed class ReciprocalAttribute : OperationAttribute
{
    /// <summary>What is divided by x; 1 where it is not given. A number or an expression string.</summary>
    public object? Numerator { get; set; }
}
