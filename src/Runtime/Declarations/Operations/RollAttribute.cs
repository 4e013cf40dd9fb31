namespace Fusion;

/// <summary>Moves all positions on, and those that leave at one end come in at the other, as <c>torch.roll</c> does: (…, C) to (…, C).
/// </summary>
/// <remarks><c>y[p, c] = x[(p − shift) mod size, c]</c>.</remarks>
/// <example>
/// <code>
/// [Conv(32, 3), Roll("(-2, -2)")]   Layer shifted;
/// </code>
/// </example>
public sealed class RollAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="shift">By how many positions; backwards where it is negative. An <see cref="int"/> or an expression string; per
    /// dimension in parentheses.</param>
    public RollAttribute(object shift) => Shift = shift;

    /// <summary>By how many positions; backwards where it is negative. An <see cref="int"/> or an expression string; per dimension in
    /// parentheses.</summary>
    public object Shift { get; }
}
