using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>A chain of BatchNorms, scales and numbers as one y = x * Scale + Shift per channel, in double precision.</summary>
internal sealed class Affine
{
    private Affine(double[] scale, double[] shift)
    {
        Scale = scale;
        Shift = shift;
    }

    public double[] Scale { get; }

    public double[] Shift { get; }

    public static Affine Of(StateDict weights, IReadOnlyList<Norm> norms, int channels)
    {
        double[] scale = new double[channels];
        double[] shift = new double[channels];
        // A loop: filling an array by a generic method takes longer to compile than to do.
        for (int c = 0; c < channels; c++) scale[c] = 1;
        for (int i = 0; i < norms.Count; i++)
        {
            Norm norm = norms[i];
            if (norm.Numbers is { } numbers)
            {
                for (int c = 0; c < channels; c++)
                {
                    scale[c] *= numbers.Scale;
                    shift[c] = shift[c] * numbers.Scale + numbers.Shift;
                }
                continue;
            }
            if (norm.IsScale)
            {
                Append(scale, shift, Values(weights, norm.Path, channels), norm.Bias is null ? [] : Values(weights, norm.Bias, channels));
                continue;
            }
            ReadOnlySpan<float> gamma = Values(weights, norm.Path + ".weight", channels);
            ReadOnlySpan<float> beta = Values(weights, norm.Path + ".bias", channels);
            ReadOnlySpan<float> mean = Values(weights, norm.Path + ".running_mean", channels);
            ReadOnlySpan<float> variance = Values(weights, norm.Path + ".running_var", channels);
            Append(scale, shift, gamma, beta, mean, variance, norm.Epsilon);
        }
        return new Affine(scale, shift);
    }

    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Append(double[] scale, double[] shift, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        for (int c = 0; c < scale.Length; c++)
        {
            scale[c] *= weight[c];
            shift[c] = shift[c] * weight[c] + (bias.Length == 0 ? 0 : bias[c]);
        }
    }

    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Append(
        double[] scale, double[] shift, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance, double epsilon)
    {
        for (int c = 0; c < scale.Length; c++)
        {
            double factor = gamma[c] / Math.Sqrt(variance[c] + epsilon);
            scale[c] *= factor;
            shift[c] = (shift[c] - mean[c]) * factor + beta[c];
        }
    }

    /// <summary>A tensor's values, whose number the strict check has made sure of unless the generated code asks for another.</summary>
    public static ReadOnlySpan<float> Values(StateDict weights, string name, long expected)
    {
        ReadOnlySpan<float> values = weights[name].Values;
        if (values.Length != expected) throw new WeightsException($"{name}: {expected} values were expected; {values.Length} were found.");
        return values;
    }
}
