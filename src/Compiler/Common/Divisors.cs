namespace Fusion.Compiler;

/// <summary>The divisors of sizes, found without trying every number below them.</summary>
internal static class Divisors
{
    /// <summary>All divisors, in order.</summary>
    public static IReadOnlyList<int> Of(int number)
    {
        var small = new List<int>();
        var large = new List<int>();
        for (int divisor = 1; (long)divisor * divisor <= number; divisor++)
        {
            if (number % divisor != 0) continue;
            small.Add(divisor);
            if (divisor != number / divisor) large.Add(number / divisor);
        }
        large.Reverse();
        return [.. small, .. large];
    }
}
