namespace Fusion.Compiler.Graphs;

/// <summary>
/// What an operation's shape rule throws. The message is a whole sentence for the user: what was found, what was expected and how to
/// mend it. Lower turns it into a diagnostic at the expression; it never leaves the compiler.
/// </summary>
/// <param name="argument">The argument that is wrong, by its name; null where it is the operation as a whole.</param>
public sealed class ShapeException(string message, string? argument = null) : Exception(message)
{
    public string? Argument { get; } = argument;
}
