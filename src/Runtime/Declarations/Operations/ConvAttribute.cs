namespace Fusion;

/// <summary>A convolution: (…, C) to (…, outputs). Parameters as in PyTorch: <c>weight</c> [outputs, C / groups, kernel…] and <c>bias</c>
/// [outputs].</summary>
/// <remarks><c>y[p, o] = bias[o] + Σ weight[o, i, t] · x[stride · p + dilation · t − padding, i]</c>, over the taps t and the input
/// channels i of o's group, with zeros outside. A size becomes
/// <c>⌊(size + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1</c>.</remarks>
/// <example>
/// <code>
/// // 16 → 32 channels, half the size.
/// [Conv(32, 3, Stride = 2), BatchNorm, Relu]                  Layer down;
/// // A kernel that is not square, four groups.
/// [Conv(32, "(1, 7)", Padding = "(0, 3)", Groups = 4), Relu]   Layer wide;
/// // One zero more at the bottom and at the right than at the top and at the left.
/// [Conv(32, 4, Padding = 1, PaddingEnd = 2)]                  Layer even;
/// </code>
/// </example>
public sealed class ConvAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="outputs">The number of output channels. An <see cref="int"/> or an expression string.</param>
    /// <param name="kernel">The size of the kernel. An <see cref="int"/> or an expression string; per dimension in parentheses.</param>
    public ConvAttribute(object outputs, object kernel)
    {
        Outputs = outputs;
        Kernel = kernel;
    }

    /// <summary>The number of output channels. An <see cref="int"/> or an expression string.</summary>
    public object Outputs { get; }

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

    /// <summary>The number of groups that input and output channels are divided into, 1 where it is not given. An <see cref="int"/> or an
    /// expression string.</summary>
    public object? Groups { get; set; }

    /// <summary>Whether outputs have a bias; exactly when no batch normalisation follows, where it is not given. A <see cref="bool"/> or an
    /// expression string.</summary>
    public object? Bias { get; set; }

    /// <summary>How the convolution may be computed, as the network says where it is not given. <see cref="Fusion.Arithmetic.Direct"/>
    /// keeps this layer in the plain form whatever the network says: for values among which NaN, infinities or huge numbers may be. A
    /// member of <see cref="Fusion.Arithmetic"/> or an expression string.</summary>
    public object? Arithmetic { get; set; }
}
