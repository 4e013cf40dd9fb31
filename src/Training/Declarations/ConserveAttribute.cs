using System.Diagnostics;

namespace Fusion.Training;

/// <summary>
/// The weights w of each output keep <c>a · w = c</c>: their sum is c or, with <see cref="A"/>, a weighted sum of them. After each update
/// the weights go to the nearest that do so, and before the first step, too. Several attributes are the rows of <c>A w = c</c>.
/// </summary>
/// <param name="sum">c, the same for each output.</param>
/// <remarks><c>w ← w − Aᵀ (A Aᵀ)⁻¹ (A w − c)</c>; the bias is none of the weights.</remarks>
/// <example>
/// <code>
/// [Linear(3, Bias = false), Conserve(1)]   Layer mix;                  // outputs are means of the inputs, with weights
/// [Conv(4, 3), Conserve(0, A = [1, 1, 1, 1, 1, 1, 1, 1, 1])]   Layer slopes;   // of what is constant, they are 0
/// </code>
/// </example>
[Conditional("FUSION_DECLARATIONS")]
public sealed class ConserveAttribute(double sum) : WeightConstraintAttribute
{
    /// <summary>c.</summary>
    public double Sum { get; } = sum;

    /// <summary>a: a factor for each weight of an output in the order of the weights file, input by input and for each its taps; all 1
    /// where it is not given.</summary>
    public double[] A { get; set; } = [];
}
