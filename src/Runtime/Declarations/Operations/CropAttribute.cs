namespace Fusion;

/// <summary>Takes positions away: (…, C) to (…, C) with fewer positions.</summary>
/// <example>
/// <code>
/// [Conv(32, 3), Crop("(1, 0)")]   Layer conv;
/// </code>
/// </example>
public sealed class CropAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="before">The positions taken from the beginning. An <see cref="int"/> or an expression string; per dimension in
    /// parentheses.</param>
    /// <param name="after">The positions taken from the end; as many as from the beginning where it is not given. An <see cref="int"/> or
    /// an expression string; per dimension in parentheses.</param>
    public CropAttribute(object before, object? after = null)
    {
        Before = before;
        After = after;
    }

    /// <summary>The positions taken from the beginning. An <see cref="int"/> or an expression string; per dimension in
    /// parentheses.</summary>
    public object Before { get; }

    /// <summary>The positions taken from the end; as many as from the beginning where it is not given. An <see cref="int"/> or an
    /// expression string; per dimension in parentheses.</summary>
    public object? After { get; }
}
