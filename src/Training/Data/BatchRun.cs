namespace Fusion.Training;

/// <summary>Runs a network on a batch.</summary>
/// <param name="input">The samples one behind the other, each (H, W, C).</param>
/// <param name="output">The logits of each, one sample behind the other.</param>
public delegate void BatchRun(ReadOnlySpan<float> input, Span<float> output);
