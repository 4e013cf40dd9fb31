namespace Fusion.Compiler.Operations;

/// <summary>The error function in double precision, which the framework lacks.</summary>
internal static class ErrorFunction
{
    /// <summary>Sums 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5…(2n+1)): all terms have one sign, so nothing cancels.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) > 6) return Math.Sign(x);
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
