using System.Diagnostics;

namespace Fusion.Training;

/// <summary>
/// The rows of the weights, one for each output, keep to length 1 and are orthogonal to each other, <c>W Wᵀ = I</c>: a linear layer, or a
/// 1×1 convolution, with as many outputs as inputs preserves the norm of what it reads, and one with fewer never makes it larger. After
/// each update the weights go to the nearest that do so, and before the first step, too. There may be at most as many outputs as an output
/// has weights; in a layer with groups, that is so of each group.
/// </summary>
/// <remarks>By Newton and Schulz's iteration <c>W ← (3 I − W Wᵀ) W / 2</c> in double precision, until no element of W Wᵀ is further than
/// 10⁻¹⁰ from the unit matrix; then the weights are rounded to floats.</remarks>
/// <example>
/// <code>
/// [Linear(16, Bias = false), Orthogonal]   Layer rotation;
/// </code>
/// </example>
[Conditional("FUSION_DECLARATIONS")]
public sealed class OrthogonalAttribute : WeightConstraintAttribute;
