using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>What norms over the channels of a position take off and divide by, in double precision.</summary>
/// <param name="Mean">What is taken off.</param>
/// <param name="Size">What is divided by.</param>
/// <param name="IsFixed">Whether the size is no function of the values, because it is the least one.</param>
internal sealed record PositionStatistics(double Mean, double Size, bool IsFixed = false)
{
    /// <summary>Whether an operation is such a norm, without weight and bias.</summary>
    public static bool Has(Operation operation) => operation is LayerNorm or RmsNorm or Normalize;

    public static PositionStatistics Of(Operation norm, ReferenceTensor x, int pixel)
    {
        double mean = 0, squares = 0;
        if (norm is LayerNorm)
        {
            for (int c = 0; c < x.Channels; c++) mean += x[pixel, c];
            mean /= x.Channels;
        }

        for (int c = 0; c < x.Channels; c++) squares += (x[pixel, c] - mean) * (x[pixel, c] - mean);
        return norm switch
        {
            LayerNorm layer => new(mean, Math.Sqrt(squares / x.Channels + layer.Epsilon)),
            RmsNorm root => new(0, Math.Sqrt(squares / x.Channels + root.Epsilon)),
            Normalize { Epsilon: var least } => new(0, Math.Max(Math.Sqrt(squares), least), Math.Sqrt(squares) <= least),
            _ => throw new NotSupportedException($"{norm.Kind} is no norm over channels."),
        };
    }

    public static void Standardize(Operation norm, ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0];
        for (int pixel = 0; pixel < x.Pixels; pixel++)
        {
            var (mean, size, _) = Of(norm, x, pixel);
            for (int c = 0; c < x.Channels; c++) context.Output[pixel, c] = (x[pixel, c] - mean) / size;
        }
    }
}
