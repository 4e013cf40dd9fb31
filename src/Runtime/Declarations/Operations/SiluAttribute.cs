namespace Fusion;

/// <summary>x · sigmoid(x), also called swish: (…, C) to (…, C).</summary>
public sealed class SiluAttribute : OperationAttribute;
