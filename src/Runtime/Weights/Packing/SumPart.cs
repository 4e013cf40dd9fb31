using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>Layers with the same input whose results are added, as one layer. For generated code.</summary>
/// <param name="outputs">The number of output channels.</param>
/// <param name="branches">The layers.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SumPart(int outputs, params SumBranch[] branches) : WeightSource(outputs)
{
    internal SumBranch[] Branches { get; } = branches;
}

/// <summary>One of the layers whose results are added. For generated code.</summary>
/// <param name="source">Its weights.</param>
/// <param name="taps">For each of its taps, which one of the sum's it falls on.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SumBranch(WeightSource source, params int[] taps)
{
    internal WeightSource Source { get; } = source;

    internal int[] Taps { get; } = taps;
}
