namespace Fusion.Compiler.Differentiate;

/// <summary>A network cannot be trained as it is declared. The message is a whole sentence for the user.</summary>
/// <param name="node">The node of the network that it is about, as <see cref="Lower.Lowering"/> numbers them; −1 for none.</param>
/// <param name="loss">Which of the declared losses it is about; −1 for none.</param>
public sealed class DifferentiationException(string message, int node, int loss = -1) : Exception(message)
{
    public int Node { get; } = node;

    public int Loss { get; } = loss;

    /// <param name="layer">Its name; empty where it has none, as an operation in <c>Forward</c>.</param>
    internal static DifferentiationException At(string layer, int node, string message) =>
        new(layer.Length > 0 ? $"{layer}: {message}" : message, node);
}
