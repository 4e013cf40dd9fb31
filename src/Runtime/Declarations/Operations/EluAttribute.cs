namespace Fusion;

/// <summary>x where it is positive, alpha · (e^x − 1) elsewhere: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), Elu]   Layer conv;
/// </code>
/// </example>
public sealed class EluAttribute : OperationAttribute
{
    /// <summary>The limit on the negative side; 1 where it is not given. A number or an expression string.</summary>
    public object? Alpha { get; set; }
}
