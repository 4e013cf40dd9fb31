namespace Fusion;

/// <summary>
/// Scales the channels of several values, such as the feature maps of several sensors, by gates computed from the means of all of them:
/// (…, C₀), (…, C₁), … to the same shapes. They share the first layer, to R channels. Parameters: <c>squeeze.weight</c> [R, C₀ + C₁ + …],
/// <c>squeeze.bias</c> [R], and for each value <c>excite.0.weight</c> [C₀, R], <c>excite.0.bias</c> [C₀] and so on.
/// </summary>
/// <remarks>
/// <c>z = inner(squeeze(pool(x₀), pool(x₁), …))</c>, <c>yᵢ = factor · gate(exciteᵢ(z)) · xᵢ</c>. Joze et al., "MMTM: Multimodal Transfer
/// Module for CNN Fusion", arXiv 1911.08670.
/// </remarks>
/// <example>
/// <code>
/// [FusedNetwork]
/// public partial class Sensors
/// {
///     [JointSqueezeExcite(Reduction = 4)]   Layer&lt;(Tensor, Tensor)&gt; joint;
///     [GlobalAveragePool, Linear(10)]       Layer head;
///
///     Tensor Forward([Shape(16, 16, 32)] Tensor image, [Shape(100, 24)] Tensor sound)
///     {
///         var (a, b) = joint(image, sound);
///         return head(a) + Mean(b, Axes.All);
///     }
/// }
/// </code>
/// </example>
public sealed class JointSqueezeExciteAttribute : OperationAttribute
{
    /// <summary>R is the number of all channels over this; 4 where neither this nor <see cref="Channels"/> is given. An
    /// <see cref="int"/> or an expression string.</summary>
    public object? Reduction { get; set; }

    /// <summary>R itself. An <see cref="int"/> or an expression string.</summary>
    public object? Channels { get; set; }

    /// <summary>The activation behind the shared layer, an <see cref="Activation"/> or an expression string;
    /// <see cref="Activation.Relu"/> where it is not given.</summary>
    public object? Inner { get; set; }

    /// <summary>The activation of the gates, an <see cref="Activation"/> or an expression string; <see cref="Activation.Sigmoid"/> where it
    /// is not given.</summary>
    public object? Gate { get; set; }

    /// <summary>What the gates are multiplied by; 2 where it is not given, as in the paper, so that gates of 1/2 change nothing. A number
    /// or an expression string.</summary>
    public object? Factor { get; set; }

    /// <summary>Whether the layers have biases; true where it is not given. A <see cref="bool"/> or an expression string.</summary>
    public object? Bias { get; set; }
}
