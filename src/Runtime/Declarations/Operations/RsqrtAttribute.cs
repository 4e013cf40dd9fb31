namespace Fusion;

/// <summary>1 / √x; infinity of 0, and NaN of less: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Square, Affine(1, 1e-5), Rsqrt]   Layer scales;
/// </code>
/// </example>
public sealed class RsqrtAttribute : OperationAttribute;
