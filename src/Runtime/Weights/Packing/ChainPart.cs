using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>Two layers of which the second reads the result of the first, as one layer. At least one of them has a single tap. For
/// generated code.</summary>
/// <param name="first">The first layer's weights.</param>
/// <param name="firstTaps">The product of its kernel's sizes.</param>
/// <param name="second">The second layer's weights; its groups are those of the first.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ChainPart(WeightSource first, int firstTaps, WeightSource second) : WeightSource(second.Outputs)
{
    internal WeightSource First { get; } = first;

    internal int FirstTaps { get; } = firstTaps;

    internal WeightSource Second { get; } = second;
}
