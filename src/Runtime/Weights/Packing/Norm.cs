using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>A BatchNorm that is folded into other weights: the prefix of its parameters' names, and its epsilon. For generated
/// code.</summary>
/// <param name="Path">The prefix: <c>bn1</c> for <c>bn1.weight</c>, <c>bn1.bias</c>, <c>bn1.running_mean</c> and
/// <c>bn1.running_var</c>.</param>
/// <param name="Epsilon">What is added to the variance.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record Norm(string Path, double Epsilon);
