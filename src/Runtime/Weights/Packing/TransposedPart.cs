using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>Some taps of a transposed convolution, as a convolution's weights. For generated code.</summary>
/// <param name="weight">The weight's name. Its values are [inputs, outputs per group, taps] row by row, as PyTorch stores those of
/// transposed convolutions.</param>
/// <param name="bias">The bias's name; null where there is none.</param>
/// <param name="outputs">The number of output channels.</param>
/// <param name="layerTaps">The taps of the transposed convolution.</param>
/// <param name="taps">For each tap of the convolution, which of those it is; −1 for zeros.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TransposedPart(string weight, string? bias, int outputs, int layerTaps, params int[] taps) : WeightSource(outputs)
{
    internal string Weight { get; } = weight;

    internal string? Bias { get; } = bias;

    internal int LayerTaps { get; } = layerTaps;

    internal int[] Taps { get; } = taps;
}
