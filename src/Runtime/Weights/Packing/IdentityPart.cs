using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>Hands every channel on: a 1×1 convolution with the unit matrix. For generated code.</summary>
/// <param name="outputs">The number of channels.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class IdentityPart(int outputs) : WeightSource(outputs);
