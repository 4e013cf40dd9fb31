using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>A BatchNorm that is folded into other weights: the prefix of its parameters' names, and its epsilon; or a scale per channel,
/// or numbers. For generated code.</summary>
/// <param name="Path">The prefix: <c>bn1</c> for <c>bn1.weight</c>, <c>bn1.bias</c>, <c>bn1.running_mean</c> and
/// <c>bn1.running_var</c>.</param>
/// <param name="Epsilon">What is added to the variance.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record Norm(string Path, double Epsilon)
{
    /// <summary>x * weight + bias, channel by channel.</summary>
    /// <param name="weight">The name of the weight.</param>
    /// <param name="bias">The name of the bias; null where there is none.</param>
    public Norm(string weight, string? bias) : this(weight, double.NaN) => Bias = bias;

    /// <summary>x * scale + shift.</summary>
    /// <param name="scale">What all channels are multiplied by.</param>
    /// <param name="shift">What is added.</param>
    public Norm(double scale, double shift) : this("", double.NaN) => Numbers = (scale, shift);

    /// <summary>The scale and the shift where they are numbers.</summary>
    internal (double Scale, double Shift)? Numbers { get; }

    /// <summary>Whether it is a scale, and <see cref="Path"/> the name of its weight.</summary>
    internal bool IsScale => double.IsNaN(Epsilon);

    /// <summary>The name of a scale's bias.</summary>
    internal string? Bias { get; }
}
