namespace Fusion;

/// <summary>How a network's convolutions may be computed; see <see cref="FusedNetworkAttribute.Arithmetic"/>.</summary>
public enum Arithmetic
{
    /// <summary>
    /// Each convolution in the form that is quickest. Some 3×3 convolutions run in Winograd's form (Lavin and Gray, "Fast Algorithms for
    /// Convolutional Neural Networks", 2015) with up to 4 times fewer products, whose error relative to the largest result stays below
    /// 1e-5.
    /// </summary>
    Fast,

    /// <summary>Every result is the plain sum of its products.</summary>
    Direct,
}
