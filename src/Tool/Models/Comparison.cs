using System.Globalization;

namespace Fusion.Tool.Models;

/// <summary>The largest difference between results and what was expected.</summary>
/// <param name="Error">As a share of the largest expected number, or of 1 where that is smaller.</param>
/// <param name="Place">Where it is: <c>output[12]</c>.</param>
/// <param name="Fits">Whether every number is within the tolerance.</param>
internal sealed record Comparison(double Error, string Place, bool Fits)
{
    /// <summary>ONNX's own tolerance, relative and absolute. In deep networks sums in another order differ by more than the second near 0:
    /// there, a share of the largest number counts.</summary>
    private const double Relative = 1e-3, Absolute = 1e-7, OfLargest = 1e-5;

    public static Comparison Of(string name, float[] found, float[] expected)
    {
        double largest = expected.Where(float.IsFinite).Select(value => Math.Abs((double)value)).DefaultIfEmpty().Max(), worst = 0;
        int place = 0;
        bool fits = true;
        for (int i = 0; i < expected.Length; i++)
        {
            if (found[i].Equals(expected[i])) continue;
            double difference = Math.Abs((double)found[i] - expected[i]);
            bool isNear = difference <= Absolute + Relative * Math.Abs(expected[i]) + OfLargest * largest;
            fits &= isNear;
            double error = double.IsNaN(difference) ? double.PositiveInfinity : difference / Math.Max(largest, double.Epsilon);
            if (error <= worst) continue;
            (worst, place) = (error, i);
        }

        return new Comparison(worst, string.Create(CultureInfo.InvariantCulture, $"{name}[{place}]"), fits);
    }
}
