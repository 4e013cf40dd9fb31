namespace Fusion;

/// <summary>|x|: (…, C) to (…, C).</summary>
public sealed class AbsAttribute : OperationAttribute;
