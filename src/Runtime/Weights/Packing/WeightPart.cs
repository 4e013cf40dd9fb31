using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>The weights of one declared convolution or linear layer. For generated code.</summary>
/// <param name="weight">
/// The weight's name. Its values are [outputs, inputs per group, taps] row by row, as PyTorch stores them: output o, input i and tap t
/// are at (o * inputs + i) * taps + t.
/// </param>
/// <param name="bias">The bias's name; null where there is none.</param>
/// <param name="outputs">The number of output channels.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WeightPart(string weight, string? bias, int outputs) : WeightSource(outputs)
{
    /// <summary>
    /// The pixels P of the map that a linear layer's inputs were flattened from in PyTorch's channel-first order: packed input p * C + c
    /// is the weight's input c * P + p. 0 where the inputs are not a flattened map.
    /// </summary>
    public int FlattenPixels { get; init; }

    /// <summary>Packed input channel i is the weight's input channel InputOrder[i]; null where they are the same.</summary>
    public IReadOnlyList<int>? InputOrder { get; init; }

    internal string Weight { get; } = weight;

    internal string? Bias { get; } = bias;
}
