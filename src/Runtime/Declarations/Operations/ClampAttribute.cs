namespace Fusion;

/// <summary>min(max(x, Min), Max): (…, C) to (…, C). NaN stays.</summary>
/// <example>
/// <code>
/// [Conv(2, 1), Clamp(Min = 0, Max = 1)]   Layer flow;
/// </code>
/// </example>
public sealed class ClampAttribute : OperationAttribute
{
    /// <summary>The least result; none where it is not given. A number or an expression string.</summary>
    public object? Min { get; set; }

    /// <summary>The greatest result; none where it is not given. A number or an expression string.</summary>
    public object? Max { get; set; }
}
