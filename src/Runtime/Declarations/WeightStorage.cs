namespace Fusion;

/// <summary>How a network's weights are kept in memory; see <see cref="FusedNetworkAttribute.Weights"/>. Weight files may hold any type in
/// either case.</summary>
public enum WeightStorage
{
    /// <summary>As 32-bit floats.</summary>
    Float32,

    /// <summary>
    /// Weights of large convolutions and linear layers (1 MiB or more) rounded to the upper 16 bits of a float: half the memory, and half
    /// of what comes from memory. It costs accuracy: with 8 bits of mantissa, outputs differ by 3 to 5 thousandths of the largest one in
    /// most networks, by up to 3 hundredths in some. All arithmetic, biases, norms, depthwise filters and small layers stay 32-bit floats.
    /// </summary>
    BFloat16,
}
