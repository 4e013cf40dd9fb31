namespace Fusion;

/// <summary>The natural logarithm; −∞ of 0, and NaN of less: (…, C) to (…, C).</summary>
public sealed class LogAttribute : OperationAttribute;
