namespace Fusion;

/// <summary>How a network's weights are kept in memory; see <see cref="FusedNetworkAttribute.Weights"/>. Weight files may hold any type in either case.</summary>
public enum WeightStorage
{
    /// <summary>As 32-bit floats.</summary>
    Float32,

    /// <summary>
    /// Weights of convolutions and linear layers rounded to the upper 16 bits of a float, which is 8 bits of mantissa; half the memory, and half the
    /// traffic. Values, sums, biases, norms and depthwise filters stay 32-bit floats.
    /// </summary>
    BFloat16,
}
