namespace Fusion.Compiler.Operations;

/// <summary>The checks that norms share.</summary>
internal static class NormRule
{
    public static void CheckEpsilon(string kind, double epsilon)
    {
        if (epsilon >= 0 && !double.IsInfinity(epsilon)) return;
        throw new ShapeException(
            $"{kind}: epsilon is {ArgumentText.Describe(epsilon)}, but it must be a small number, zero or greater, such as 1e-5.",
            "epsilon");
    }
}
