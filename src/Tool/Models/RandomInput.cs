using Fusion.Import;

namespace Fusion.Tool.Models;

/// <summary>Inputs where no data are there, the same each time.</summary>
internal static class RandomInput
{
    /// <summary>Numbers between −1 and 1, in the model's order.</summary>
    public static float[] Of(Border border, int seed)
    {
        var random = new Random(seed + 1);
        return [.. Enumerable.Range(0, Count(border)).Select(_ => random.NextSingle() * 2 - 1)];
    }

    public static int Count(Border border) => border.Dimensions.Aggregate(1, (product, size) => checked(product * size));
}
