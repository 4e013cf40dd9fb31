namespace Fusion;

/// <summary>Smooths a sequence: (T, C) to (T, C), along the first dimension.</summary>
/// <remarks>The g that minimises <c>Σ‖g[t] − x[t]‖² + λ · Σ‖g[t] − g[t − 1]‖²</c>, found by elimination.</remarks>
/// <example>
/// <code>
/// [Linear(32), Sigmoid, Smooth(2.5)]   Layer gates;
/// </code>
/// </example>
public sealed class SmoothAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="lambda">The weight of differences between neighbours, at least 0. A number or an expression string.</param>
    public SmoothAttribute(object lambda) => Lambda = lambda;

    /// <summary>The weight of differences between neighbours, at least 0. A number or an expression string.</summary>
    public object Lambda { get; }
}
