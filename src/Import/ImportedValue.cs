using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import;

/// <summary>A value of the model: known while it is read, or computed by the graph.</summary>
public readonly record struct ImportedValue(ConstantTensor? Constant, TracedValue? Traced)
{
    public static implicit operator ImportedValue(ConstantTensor constant) => new(constant, null);

    public static implicit operator ImportedValue(TracedValue traced) => new(null, traced);

    public int[] Sizes => Constant?.Dimensions ?? Traced!.Sizes;
}
