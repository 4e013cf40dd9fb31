namespace Fusion;

/// <summary>
/// How convolutions may be computed: of a network (<see cref="FusedNetworkAttribute.Arithmetic"/>), or of one layer
/// (<see cref="ConvAttribute.Arithmetic"/>).
/// </summary>
public enum Arithmetic
{
    /// <summary>
    /// Each convolution in the form that is quickest. Some 3×3 convolutions run in Winograd's form (Lavin and Gray, "Fast Algorithms for
    /// Convolutional Neural Networks", 2015) with up to 4 times fewer products, whose error relative to the largest result stays below
    /// 1e-5. In that form a tile of 2×2 or 4×4 results comes from sums and differences of all the pixels that any of them reads. So a NaN,
    /// an infinity, or a number so large that such a sum overflows, such as 3e38, reaches every result of the tiles that read it: of a
    /// single such pixel up to 8×8 results, where the plain sum lets it reach 3×3.
    /// </summary>
    Fast,

    /// <summary>
    /// Every result is the plain sum of its products. A NaN or an infinity reaches those results, and only those, whose kernel covers it.
    /// (Convolutions that are only added to each other may be one, whose weights are their sums.)
    /// </summary>
    Direct,
}
