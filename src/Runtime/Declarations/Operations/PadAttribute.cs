namespace Fusion;

/// <summary>Adds positions around those that there are: (…, C) to (…, C) with more positions.</summary>
/// <example>
/// <code>
/// [Pad(1, Mode = PadMode.Reflect), Conv(32, 3, Padding = 0), Relu]   Layer conv;
/// </code>
/// </example>
public sealed class PadAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="before">The positions added before the first. An <see cref="int"/> or an expression string; per dimension in
    /// parentheses.</param>
    /// <param name="after">The positions added behind the last; as many as before the first where it is not given. An <see cref="int"/> or
    /// an expression string; per dimension in parentheses.</param>
    public PadAttribute(object before, object? after = null)
    {
        Before = before;
        After = after;
    }

    /// <summary>The positions added before the first. An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object Before { get; }

    /// <summary>The positions added behind the last; as many as before the first where it is not given. An <see cref="int"/> or an
    /// expression string; per dimension in parentheses.</summary>
    public object? After { get; }

    /// <summary>How they are filled; with a constant where it is not given.</summary>
    public PadMode Mode { get; set; }

    /// <summary>The constant, 0 where it is not given. A number or an expression string.</summary>
    public object? Value { get; set; }
}
