using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>Where the weights of a slice of a packed convolution's output channels come from. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WeightSource
{
    private protected WeightSource(int outputs) => Outputs = outputs;

    /// <summary>The number of output channels.</summary>
    internal int Outputs { get; }

    /// <summary>BatchNorms on the outputs, in the order in which they are applied; folded into the weights.</summary>
    public IReadOnlyList<Norm> After { get; init; } = [];

    /// <summary>
    /// BatchNorms on the inputs, in the order in which they are applied; folded into the weights, which is right only where there is no
    /// padding. A norm's channel is the weight's own input channel (times groups), before any reordering.
    /// </summary>
    public IReadOnlyList<Norm> Before { get; init; } = [];
}
