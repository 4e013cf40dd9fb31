namespace Fusion.Compiler.Operations;

/// <summary>
/// The mean of x weighed by a mask m: <c>Σ m·x / Σ m</c> over the positions, whatever the mask's scale. Where the mask is 0 everywhere, the
/// mean is 0.
/// </summary>
internal static class MaskedMean
{
    /// <summary>Appends it; the shape of the result is that of <see cref="Reductions.Append"/>.</summary>
    /// <exception cref="ShapeException">The mask does not have the value's positions.</exception>
    public static int Append(
        string kind, Func<Operation, int[], int> add, Axes axes, (int Node, Shape Shape) value, (int Node, Shape Shape) mask, bool keep)
    {
        if (mask.Shape.Spatial != value.Shape.Spatial || (mask.Shape.Channels != 1 && mask.Shape.Channels != value.Shape.Channels))
        {
            throw new ShapeException(
                $"{kind}: the input is {value.Shape}, the mask {mask.Shape}, but a mask has the input's positions and one channel, or as "
                    + $"many as the input: {value.Shape.WithChannels(1)}. Resize it with Upsample or Subsample, or give it that shape with "
                    + "Reshape.");
        }

        int product = add(new Multiply(), [value.Node, mask.Node]);
        int sum = Reductions.Append(add, GlobalPoolMode.Sum, axes, product, value.Shape, keep);
        int total = Reductions.Append(add, GlobalPoolMode.Sum, axes, mask.Node, mask.Shape, keep);
        // 0 / 1 and not 0 / 0.
        int divisor = add(new Add(), [total, add(new IsZero(), [total])]);
        return add(new Divide(), [sum, divisor]);
    }
}
