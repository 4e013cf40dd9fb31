namespace Fusion.Training.Tests.Comparison;

/// <summary>Compares two results of one step, value by value.</summary>
internal static class StepComparison
{
    /// <summary>The tolerance where both sides compute in double precision. The greatest error of four seeds was 1.4e-13.</summary>
    public const double DoublePrecision = 1e-12;

    /// <summary>The tolerance where one side computes in single precision. The greatest error was 4e-6, with other seeds 2.2e-5.</summary>
    public const double SinglePrecision = 2e-5;

    /// <summary>
    /// Below this share of the greatest gradient, or whatever is compared, a tensor is zero but for rounding, such as the gradient of a
    /// bias before a norm. Its errors are measured by the greatest; those of any other by its own greatest magnitude.
    /// </summary>
    private const double Vanishing = 1e-9;

    /// <summary>No value is further from the expected one than the tolerance, relatively.</summary>
    /// <param name="expected">In double precision.</param>
    public static void Close(StepResult expected, StepResult actual, double tolerance)
    {
        var worst = Errors(expected, actual).MaxBy(error => double.IsNaN(error.Error) ? double.PositiveInfinity : error.Error);
        // A NaN is not a small error, either.
        Assert.True(worst.Error <= tolerance, FormattableString.Invariant($"{worst.Name}: the relative error is {worst.Error:E2}."));
    }

    /// <summary>The greatest relative error of each tensor.</summary>
    public static IReadOnlyList<(string Name, double Error)> Errors(StepResult expected, StepResult actual) =>
    [
        .. Errors("output", expected.Outputs, actual.Outputs),
        .. Errors("loss", expected.Losses, actual.Losses),
        .. Errors("gradient", expected.Gradients, actual.Gradients),
        .. Errors("statistics", expected.Statistics, actual.Statistics),
    ];

    private static IEnumerable<(string Name, double Error)> Errors(
        string kind, IReadOnlyDictionary<string, double[]> expected, IReadOnlyDictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        double greatest = expected.Values.Select(Greatest).DefaultIfEmpty().Max();
        foreach (var (name, values) in expected)
        {
            Assert.Equal(values.Length, actual[name].Length);
            double difference = Greatest(values.Zip(actual[name], (left, right) => left - right));
            double own = Greatest(values);
            yield return ($"{kind} {name}", difference / (own > Vanishing * greatest ? own : greatest));
        }
    }

    /// <summary>NaN where one is among the values.</summary>
    private static double Greatest(IEnumerable<double> values) => values.Aggregate(0.0, (most, value) => Math.Max(most, Math.Abs(value)));
}
