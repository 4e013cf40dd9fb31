namespace Fusion;

/// <summary>x where it is positive, 1.67326 · (e^x − 1) elsewhere, both times 1.05070: (…, C) to (…, C). G. Klambauer et al.,
/// "Self-Normalizing Neural Networks", 2017.</summary>
/// <example>
/// <code>
/// [Linear(32), Selu]   Layer hidden;
/// </code>
/// </example>
public sealed class SeluAttribute : OperationAttribute;
