namespace Fusion;

/// <summary>x · tanh(softplus(x)): (…, C) to (…, C).</summary>
public sealed class MishAttribute : OperationAttribute;
