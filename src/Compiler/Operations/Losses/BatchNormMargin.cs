namespace Fusion.Compiler.Operations;

/// <summary>The margin of one channel for <see cref="MarginMse"/>, from the teacher's BatchNorm (arXiv 1904.01866).</summary>
public static class BatchNormMargin
{
    /// <summary>Below this chance of a value below zero, three deviations take the place of the mean.</summary>
    private const double LeastChance = 0.001;

    /// <summary>
    /// The mean of the values below zero, E[x | x &lt; 0], of a normal distribution with mean β and deviation s = |γ|:
    /// <c>β − s φ(β/s) / Φ(−β/s)</c>, and −3 s where Φ(−β/s) is at most 0.001, as in the authors' code. Never positive.
    /// </summary>
    /// <param name="weight">γ.</param>
    /// <param name="bias">β.</param>
    public static double Of(double weight, double bias)
    {
        double deviation = Math.Abs(weight);
        if (deviation == 0) return Math.Min(bias, 0);
        double z = bias / deviation, chance = (1 - ErrorFunction.Erf(z / Math.Sqrt(2))) / 2;
        if (chance <= LeastChance) return -3 * deviation;
        return bias - deviation * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / chance;
    }
}
