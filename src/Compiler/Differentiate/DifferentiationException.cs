namespace Fusion.Compiler.Differentiate;

/// <summary>A network cannot be trained as it is declared. The message is a whole sentence for the user.</summary>
/// <param name="origin">The id of the declaration, as in <see cref="Node.Origin"/>; −1 where there is none.</param>
/// <param name="loss">Which of the declared losses it is about; −1 for none.</param>
public sealed class DifferentiationException(string message, int origin, int loss = -1) : Exception(message)
{
    public int Origin { get; } = origin;

    public int Loss { get; } = loss;
}
