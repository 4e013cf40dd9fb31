using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>
/// A slice of the output channels of a packed convolution: the weights of one declared convolution or linear layer. For generated code.
/// </summary>
/// <param name="Weight">
/// The weight's name. Its values are [outputs, inputs per group, taps] row by row, as PyTorch stores them: output o, input i and tap t
/// are at (o * inputs + i) * taps + t.
/// </param>
/// <param name="Bias">The bias's name; null where there is none.</param>
/// <param name="Outputs">The number of output channels.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record WeightPart(string Weight, string? Bias, int Outputs)
{
    /// <summary>BatchNorms on this part's outputs, in the order in which they are applied; folded into the weights.</summary>
    public IReadOnlyList<Norm> After { get; init; } = [];

    /// <summary>
    /// BatchNorms on the inputs, in the order in which they are applied; folded into the weights, which is right only where there is no
    /// padding. A norm's channel is the weight's own input channel (times groups), before any reordering.
    /// </summary>
    public IReadOnlyList<Norm> Before { get; init; } = [];

    /// <summary>
    /// The pixels P of the map that a linear layer's inputs were flattened from in PyTorch's channel-first order: packed input p * C + c
    /// is the weight's input c * P + p. 0 where the inputs are not a flattened map.
    /// </summary>
    public int FlattenPixels { get; init; }

    /// <summary>Packed input channel i is the weight's input channel InputOrder[i]; null where they are the same.</summary>
    public IReadOnlyList<int>? InputOrder { get; init; }
}
