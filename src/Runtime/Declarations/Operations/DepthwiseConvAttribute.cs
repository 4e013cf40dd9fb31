namespace Fusion;

/// <summary>A convolution of each channel by itself: (…, C) to (…, C). Parameters: <c>weight</c> [C, 1, kernel…] and <c>bias</c>
/// [C].</summary>
/// <remarks><c>y[p, c] = bias[c] + Σ weight[c, 0, t] · x[stride · p + dilation · t − padding, c]</c>, over the taps t, with zeros outside.
/// Sizes as of <see cref="ConvAttribute"/>.</remarks>
/// <example>
/// <code>
/// [DepthwiseConv(3, Stride = 2), BatchNorm, Relu6, Conv(32, 1), BatchNorm]   Layer separable;
/// </code>
/// </example>
public sealed class DepthwiseConvAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="kernel">The size of the kernel. An <see cref="int"/> or an expression string; per dimension in parentheses.</param>
    public DepthwiseConvAttribute(object kernel) => Kernel = kernel;

    /// <summary>The size of the kernel. An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object Kernel { get; }

    /// <summary>The step from one position to the next, 1 where it is not given. An <see cref="int"/> or an expression string; per
    /// dimension in parentheses.</summary>
    public object? Stride { get; set; }

    /// <summary>The distance of the kernel's taps, 1 where it is not given. An <see cref="int"/> or an expression string; per dimension in
    /// parentheses.</summary>
    public object? Dilation { get; set; }

    /// <summary>Zeros added on each side; where it is not given, dilation · (kernel − 1) / 2, rounded down, so that stride 1 keeps the
    /// size with odd kernels. An <see cref="int"/> or an expression string; per dimension in parentheses.
    /// Or <see cref="Fusion.Padding.Same"/> or
    /// <see cref="Fusion.Padding.Causal"/>.</summary>
    public object? Padding { get; set; }

    /// <summary>Zeros added at the end of each dimension, where they are not as many as <see cref="Padding"/> adds at the
    /// beginning.
    /// An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object? PaddingEnd { get; set; }

    /// <summary>Whether outputs have a bias; exactly when no batch normalisation follows, where it is not given. A <see cref="bool"/> or an
    /// expression string.</summary>
    public object? Bias { get; set; }
}
