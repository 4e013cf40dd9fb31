namespace Fusion.Tool.Report.Values;

/// <summary>How the elements of a value are distributed; those that are no numbers are counted and left out.</summary>
/// <param name="Zeros">The share of elements that are 0.</param>
/// <param name="NotFinite">How many are infinite or no number.</param>
/// <param name="Histogram">How many lie in each of equal parts between the least and the largest.</param>
internal sealed record ValueStatistics(
    double Least, double Mean, double Largest, double Deviation, double Zeros, int NotFinite, IReadOnlyList<int> Histogram)
{
    private const int Parts = 24;

    public static ValueStatistics Of(IReadOnlyList<float> values)
    {
        double[] finite = [.. values.Where(float.IsFinite).Select(value => (double)value)];
        if (finite.Length == 0) return new ValueStatistics(0, 0, 0, 0, 0, values.Count, new int[Parts]);
        double least = finite.Min(), largest = finite.Max(), mean = finite.Average();
        int[] histogram = new int[Parts];
        foreach (double value in finite)
            histogram[largest > least ? Math.Min(Parts - 1, (int)(Parts * ((value - least) / (largest - least)))) : Parts / 2]++;
        return new ValueStatistics(least, mean, largest, Math.Sqrt(finite.Average(value => (value - mean) * (value - mean))),
            (double)finite.Count(value => value == 0) / finite.Length, values.Count - finite.Length, histogram);
    }
}
