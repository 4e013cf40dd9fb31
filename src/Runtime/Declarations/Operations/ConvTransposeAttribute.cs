namespace Fusion;

/// <summary>A transposed convolution: (…, C) to (…, outputs), with more positions where it strides. Parameters as in PyTorch:
/// <c>weight</c> [C, outputs / groups, kernel…] and <c>bias</c> [outputs].</summary>
/// <remarks>Position p of the input adds <c>weight[i, o, t] · x[p, i]</c> to <c>y[stride · p + dilation · t − padding, o]</c>, for each
/// tap t and the input channels i of o's group. A size becomes
/// <c>(size − 1) · stride − 2 · padding + dilation · (kernel − 1) + outputPadding + 1</c>.</remarks>
/// <example>
/// <code>
/// // Twice the size.
/// [ConvTranspose(64, 2, Stride = 2)]                                    Layer up;
/// // The same with overlapping windows, of an odd and of an even kernel.
/// [ConvTranspose(64, 3, Stride = 2, OutputPadding = 1), BatchNorm]      Layer odd;
/// [ConvTranspose(32, 4, Stride = 2), BatchNorm, Relu]                   Layer even;
/// </code>
/// </example>
public sealed class ConvTransposeAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="outputs">The number of output channels. An <see cref="int"/> or an expression string.</param>
    /// <param name="kernel">The size of the kernel. An <see cref="int"/> or an expression string; per dimension in parentheses.</param>
    public ConvTransposeAttribute(object outputs, object kernel)
    {
        Outputs = outputs;
        Kernel = kernel;
    }

    /// <summary>The number of output channels. An <see cref="int"/> or an expression string.</summary>
    public object Outputs { get; }

    /// <summary>The size of the kernel. An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object Kernel { get; }

    /// <summary>How far apart the windows of neighbouring input positions lie in the output, 1 where it is not given. An
    /// <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object? Stride { get; set; }

    /// <summary>The distance of the kernel's taps, 1 where it is not given. An <see cref="int"/> or an expression string; per dimension in
    /// parentheses.</summary>
    public object? Dilation { get; set; }

    /// <summary>Positions taken from each side of the output; where it is not given, dilation · (kernel − 1) / 2, rounded down: what a
    /// convolution with the same numbers pads. An <see cref="int"/> or an expression string; per dimension in parentheses.
    /// Or <see cref="Fusion.Padding.Same"/>.</summary>
    public object? Padding { get; set; }

    /// <summary>Positions taken from the end of each dimension, where they are not as many as <see cref="Padding"/> takes from
    /// the beginning.
    /// An <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object? PaddingEnd { get; set; }

    /// <summary>Positions added at the end of the output, 0 where it is not given; less than the stride or the dilation. An
    /// <see cref="int"/> or an expression string; per dimension in parentheses.</summary>
    public object? OutputPadding { get; set; }

    /// <summary>The number of groups that input and output channels are divided into, 1 where it is not given. An <see cref="int"/> or an
    /// expression string.</summary>
    public object? Groups { get; set; }

    /// <summary>Whether outputs have a bias; exactly when no batch normalisation follows, where it is not given. A <see cref="bool"/> or an
    /// expression string.</summary>
    public object? Bias { get; set; }
}
