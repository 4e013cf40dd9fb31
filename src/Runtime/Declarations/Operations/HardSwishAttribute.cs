namespace Fusion;

/// <summary>x · relu6(x + 3) / 6: (…, C) to (…, C).</summary>
public sealed class HardSwishAttribute : OperationAttribute;
