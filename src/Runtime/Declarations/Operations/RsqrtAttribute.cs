namespace Fusion;

/// <summary>1 / √x; infinity of 0, and NaN of less: (…, C) to (…, C).</summary>
public sealed class RsqrtAttribute : OperationAttribute;
