namespace Fusion;

/// <summary>The shape of one input of a network with several: on a parameter of <c>Forward</c>.</summary>
/// <example>
/// <code>
/// [FusedNetwork]
/// public partial class TwoInputs
/// {
///     [Conv(8, 3), Relu, GlobalAveragePool]   Layer image;
///     [Linear(8), Relu]                       Layer numbers;
///     [Linear(2)]                             Layer head;
///
///     Tensor Forward([Shape(32, 32, 3)] Tensor picture, [Shape(5)] Tensor features) =>
///         head(Concat(image(picture), numbers(features)));
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute : Attribute
{
    /// <summary>Declares the shape of an input.</summary>
    /// <param name="shape">Channels last and without the batch: (C), (L, C), (H, W, C) or (T, H, W, C).</param>
    public ShapeAttribute(params int[] shape) => Shape = shape;

    /// <summary>The shape of the input, channels last and without the batch.</summary>
    public int[] Shape { get; }
}
