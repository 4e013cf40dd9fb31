using Fusion.Import;
using Fusion.Import.Protocol;

namespace Fusion.Tool.Models;

/// <summary>Inputs where no data are there, the same each time.</summary>
internal static class RandomInput
{
    /// <summary>Numbers between −1 and 1, in the model's order, that the model's type of numbers has; whole ones up to 100 where that is
    /// what it takes.</summary>
    public static float[] Of(Border border, int seed)
    {
        var random = new Random(seed + 1);
        return [.. Enumerable.Range(0, Count(border)).Select(_ => border.Type switch
        {
            ElementType.Float16 => (float)(Half)(random.NextSingle() * 2 - 1),
            // The upper half of a float.
            ElementType.BFloat16 => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(random.NextSingle() * 2 - 1) & ~0xFFFF),
            ElementType.Boolean => random.Next(2),
            var type when !type.IsFloating() && type != ElementType.Undefined => random.Next(101),
            _ => random.NextSingle() * 2 - 1,
        })];
    }

    public static int Count(Border border) => border.Dimensions.Aggregate(1, (product, size) => checked(product * size));
}
