namespace Fusion.Compiler;

/// <summary>How convolutions may be computed. Mirrors <c>Fusion.Arithmetic</c>.</summary>
public enum Arithmetic
{
    /// <summary>Each convolution in the form that is quickest, as long as its error stays near that of the direct sum.</summary>
    Fast,

    /// <summary>Every result is the plain sum of its products.</summary>
    Direct,
}
