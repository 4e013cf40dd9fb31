namespace Fusion;

/// <summary>√x; NaN of less than 0: (…, C) to (…, C).</summary>
public sealed class SqrtAttribute : OperationAttribute;
