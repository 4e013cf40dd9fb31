namespace Fusion.Compiler.Operations;

/// <summary>A scale as a fraction, so that positions are whole numbers over whole numbers in every kernel.</summary>
internal static class ResizeScale
{
    private const int LargestDenominator = 1 << 15;

    /// <summary>The fraction with the smallest denominator that is the number, as far as a double tells.</summary>
    public static (int Numerator, int Denominator) Fraction(double scale)
    {
        if (!(scale > 0) || scale > LargestDenominator)
            throw new ShapeException($"Resize: scale is {scale}, but it must be greater than 0, and at most {LargestDenominator}.",
                "scale");
        // Continued fractions.
        long before = 0, numerator = 1, denominatorBefore = 1, denominator = 0;
        for (double rest = scale; ; rest = 1 / (rest - Math.Floor(rest)))
        {
            long whole = (long)Math.Floor(rest);
            (before, numerator) = (numerator, whole * numerator + before);
            (denominatorBefore, denominator) = (denominator, whole * denominator + denominatorBefore);
            if (denominator > LargestDenominator || numerator > int.MaxValue)
                throw new ShapeException(
                    $"Resize: scale is {scale}, which is no fraction with a denominator up to {LargestDenominator}. Give the size instead.",
                    "scale");
            if (Math.Abs((double)numerator / denominator - scale) <= 1e-12 * scale) return ((int)numerator, (int)denominator);
        }
    }

    /// <summary>The sizes, rounded down.</summary>
    public static EquatableArray<int> Sizes(Shape input, (int Numerator, int Denominator)[] scales) =>
        [.. input.Spatial.Select((size, d) => (int)Math.Min((long)size * scales[d].Numerator / scales[d].Denominator, int.MaxValue))];

    public static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}
