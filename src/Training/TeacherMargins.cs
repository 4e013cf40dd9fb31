using System.ComponentModel;

namespace Fusion.Training;

/// <summary>The margins of <see cref="AlignmentLoss.MarginMse"/>. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TeacherMargins
{
    /// <summary>Below this chance of a value below zero, three deviations take the place of the mean.</summary>
    private const double LeastChance = 0.001;

    /// <summary>
    /// For each norm and channel the mean of the values below zero of a normal distribution with mean β and deviation s = |γ|,
    /// <c>β − s φ(β/s) / Φ(−β/s)</c>, and −3 s where Φ(−β/s) is at most 0.001 (arXiv 1904.01866).
    /// </summary>
    /// <param name="weights">The teacher's weights.</param>
    /// <param name="norms">The paths of the norms' parameters.</param>
    /// <exception cref="WeightsException">A norm is not there.</exception>
    public static float[][] Of(StateDict weights, params string[] norms)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(norms);
        return Array.ConvertAll(norms, norm =>
        {
            ReadOnlySpan<float> scales = Find(norm + ".weight"), shifts = Find(norm + ".bias");
            float[] margins = new float[scales.Length];
            for (int i = 0; i < margins.Length; i++) margins[i] = (float)Of(scales[i], shifts[i]);
            return margins;
        });

        ReadOnlySpan<float> Find(string name) => weights.TryGet(name, out WeightTensor? tensor) && tensor.IsFloat
            ? tensor.Values
            : throw new WeightsException($"{name} was not found among the teacher's weights; the margins of an alignment come from it.");
    }

    private static double Of(double weight, double bias)
    {
        double deviation = Math.Abs(weight);
        if (deviation == 0) return Math.Min(bias, 0);
        double z = bias / deviation, chance = UpperTail(z);
        if (chance <= LeastChance) return -3 * deviation;
        return bias - deviation * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / chance;
    }

    /// <summary>
    /// 1 − Φ(z), the chance of a normal value above z: for |z| below 3.1, where it counts, by the series
    /// <c>Φ(z) = 1/2 + φ(z) · (z + z³/3 + z⁵/(3·5) + …)</c>.
    /// </summary>
    private static double UpperTail(double z)
    {
        if (Math.Abs(z) > 8) return z > 0 ? 0 : 1;
        double term = z, sum = z;
        for (int odd = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2)
        {
            term *= z * z / odd;
            sum += term;
        }
        return 0.5 - sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }
}
