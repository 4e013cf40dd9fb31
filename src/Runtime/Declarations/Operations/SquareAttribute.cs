namespace Fusion;

/// <summary>x²: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Square, GlobalAveragePool]   Layer energies;
/// </code>
/// </example>
public sealed class SquareAttribute : OperationAttribute;
