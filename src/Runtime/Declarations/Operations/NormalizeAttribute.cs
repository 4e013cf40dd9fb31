namespace Fusion;

/// <summary>The channels of each position divided by their Euclidean norm: (…, C) to (…, C).</summary>
/// <remarks><c>x / max(‖x‖₂, epsilon)</c>.</remarks>
/// <example>
/// <code>
/// [GlobalAveragePool, Linear(128), Normalize]   Layer embedding;
/// </code>
/// </example>
public sealed class NormalizeAttribute : OperationAttribute
{
    /// <summary>The least that is divided by; 1e-12 where it is not given. A number or an expression string.</summary>
    public object? Epsilon { get; set; }
}
