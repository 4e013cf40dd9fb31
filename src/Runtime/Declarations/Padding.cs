namespace Fusion;

/// <summary>Padding that follows from the other sizes: <c>[Conv(32, 3, Stride = 2, Padding = Padding.Same)]</c>.</summary>
public enum Padding
{
    /// <summary>As TensorFlow means it: a result has ⌈size / stride⌉ positions. What the windows reach beyond the input is shared out to
    /// both ends; an odd position goes to the end. A transposed convolution makes stride · size positions; an average does not count
    /// what is padded.</summary>
    Same,

    /// <summary>Of a sequence (L, C): all before the first position, dilation · (kernel − 1), so that no result depends on a later
    /// position.</summary>
    Causal,
}
