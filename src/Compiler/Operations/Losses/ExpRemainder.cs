namespace Fusion.Compiler.Operations;

/// <summary><c>e^y − 1 − y</c> for y from −1 to 1, by its Taylor series: relatively exact where it is small, too.</summary>
internal static class ExpRemainder
{
    public static double Of(double y)
    {
        double p = 1;
        for (int i = 20; i > 2; i--) p = 1 + p * y / i;
        return p * y * y / 2;
    }
}
