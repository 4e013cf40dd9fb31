namespace Fusion;

/// <summary>Scales the channels by a gate computed from their means: (…, C) to (…, C). The gate is pool, convolution to the squeezed
/// channels R, inner activation, convolution to C, gate activation. Parameters: <c>fc1.weight</c> [R, C, 1, 1], <c>fc1.bias</c> [R],
/// <c>fc2.weight</c> [C, R, 1, 1], <c>fc2.bias</c> [C]. Called with a mask, <c>se(x, mask)</c>, of
/// the positions of x and one channel, the means are weighed by it; called with a context, <c>se(x, context)</c>, of shape (K), it joins
/// the means, and <c>fc1.weight</c> is [R, C + K, 1, 1]. Both may be given.</summary>
/// <remarks><c>x · gate(fc2(inner(fc1(pool(x)))))</c>, the gate channel by channel.</remarks>
/// <example>
/// <code>
/// // As in torchvision's MobileNetV3: the gate is a HardSigmoid.
/// [Conv(32, 3), BatchNorm, SqueezeExcite(Channels = 8, Gate = Activation.HardSigmoid)]   Layer conv;
/// </code>
/// </example>
/// <example>
/// <code>
/// // A gate for each frame of a video.
/// [FusedNetwork(8, 16, 16, 32)]
/// public partial class Video
/// {
///     [SqueezeExcite(Reduction = 4, Axes = Axes.Height | Axes.Width)]   Layer se;
/// }
/// </code>
/// </example>
public sealed class SqueezeExciteAttribute : OperationAttribute
{
    /// <summary>The squeezed channels are C / reduction. 16 where neither this nor <see cref="Channels"/> is given. An <see cref="int"/> or
    /// an expression string.</summary>
    public object? Reduction { get; set; }

    /// <summary>The number of squeezed channels. An <see cref="int"/> or an expression string.</summary>
    public object? Channels { get; set; }

    /// <summary>The activation between the convolutions, an <see cref="Activation"/> or an expression string; <see cref="Activation.Relu"/>
    /// where it is not given.</summary>
    public object? Inner { get; set; }

    /// <summary>The activation of the gate, an <see cref="Activation"/> or an expression string; <see cref="Activation.Sigmoid"/> where it
    /// is not given.</summary>
    public object? Gate { get; set; }

    /// <summary>The slope of a <see cref="Activation.HardSigmoid"/> gate; 1/6 where it is not given. A number or an expression
    /// string.</summary>
    public object? GateSlope { get; set; }

    /// <summary>The value at zero of a <see cref="Activation.HardSigmoid"/> gate; 0.5 where it is not given. A number or an expression
    /// string.</summary>
    public object? GateOffset { get; set; }

    /// <summary>How the positions are pooled; their mean where it is not given.</summary>
    public GlobalPoolMode Pool { get; set; }

    /// <summary>The positions that are pooled; all where it is not given. With <c>Axes.Height | Axes.Width</c>, each frame of
    /// (T, H, W, C) has a gate of its own.</summary>
    public Axes Axes { get; set; } = Axes.Positions;

    /// <summary>Whether the convolutions have a bias; true where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Bias { get; set; }

    /// <summary>Whether the gate can be read after a run, (C), under the name of the layer and <c>_Gate</c>. A <see cref="bool"/> or an
    /// expression string.</summary>
    public object? TapGate { get; set; }

    /// <summary>
    /// The name of the first convolution in the parameters' names, after that of the operation; <c>fc1</c> where it is not given.
    /// <c>{expression}</c> stands for a block parameter's value; a leading <c>/</c> drops what is before it.
    /// </summary>
    public string? First { get; set; }

    /// <summary>As <see cref="First"/>, of the second convolution; <c>fc2</c> where it is not given.</summary>
    public string? Second { get; set; }
}
