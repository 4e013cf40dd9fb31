namespace Fusion;

/// <summary>The hyperbolic tangent: (…, C) to (…, C).</summary>
public sealed class TanhAttribute : OperationAttribute;
