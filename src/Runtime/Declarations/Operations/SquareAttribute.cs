namespace Fusion;

/// <summary>x²: (…, C) to (…, C).</summary>
public sealed class SquareAttribute : OperationAttribute;
