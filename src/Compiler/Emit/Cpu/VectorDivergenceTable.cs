namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// What divergences of distributions that hardly differ are made of, in the notation of <see cref="VectorFunctionTable"/>. In terms of
/// d = log p − log q a term p · d is of the first order, and only the sum of all terms of the second; <c>p · d + q − p</c>, which has the
/// same sum, is of the second order by itself, so that nothing cancels.
/// </summary>
internal static class VectorDivergenceTable
{
    /// <summary>The functions by name, each with those that it calls.</summary>
    public static Dictionary<string, (string[] Needs, string Text)> All { get; } = new(StringComparer.Ordinal)
    {
        ["ExpRemainder"] = ([], """
            /// <summary>e^y − 1 − y for y from −1 to 1, a Taylor polynomial: relatively exact where it is small, too.</summary>
            V ExpRemainder(V y)
            {
                V p = fma(y, C(2.7557319E-07f), C(2.7557319E-06f));
                p = fma(p, y, C(2.4801588E-05f));
                p = fma(p, y, C(0.0001984127f));
                p = fma(p, y, C(0.0013888889f));
                p = fma(p, y, C(0.008333334f));
                p = fma(p, y, C(0.041666668f));
                p = fma(p, y, C(0.16666667f));
                p = fma(p, y, C(0.5f));
                return p * y * y;
            }
            """),
        ["ScalarExpRemainder"] = ([], """
            /// <summary>e^y − 1 − y for y from −1 to 1, a Taylor polynomial: relatively exact where it is small, too.</summary>
            double ScalarExpRemainder(double y)
            {
                double p = 1;
                for (int i = 20; i > 2; i--) p = 1 + p * y / i;
                return p * y * y / 2;
            }
            """),
        ["ScalarLogOnePlus"] = ([], """
            /// <summary>log(1 + x): the error of the rounded sum is the same in both factors.</summary>
            double ScalarLogOnePlus(double x)
            {
                double sum = 1 + x;
                return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
            }
            """),
        ["DivergenceTerm"] = (["ScalarExpRemainder"], """
            /// <summary>p · log(p / q) + q − p, where the logarithm is known; q where p is 0.</summary>
            double DivergenceTerm(double p, double q, double log) =>
                Math.Abs(log) <= 1 ? p * ScalarExpRemainder(-log) : p == 0 ? q : q - p + p * log;
            """),
        ["ShareDifference"] = (["ScalarExpRemainder"], """
            /// <summary>q − p, where log(p / q) is known.</summary>
            double ShareDifference(double p, double q, double log) =>
                Math.Abs(log) <= 1 ? p * (ScalarExpRemainder(-log) - log) : q - p;
            """),
    };
}
