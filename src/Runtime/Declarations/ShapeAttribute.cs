namespace Fusion;

/// <summary>The shape of one input of a network with several: on a parameter of <c>Forward</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute : Attribute
{
    /// <summary>Declares the shape of an input.</summary>
    /// <param name="shape">Channels last and without the batch: (C), (L, C), (H, W, C) or (T, H, W, C).</param>
    public ShapeAttribute(params int[] shape) => Shape = shape;

    /// <summary>The shape of the input, channels last and without the batch.</summary>
    public int[] Shape { get; }
}
