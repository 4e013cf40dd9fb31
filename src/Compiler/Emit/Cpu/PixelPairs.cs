using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Where the last vector of a panel is half empty, as with 24 channels, two neighbouring pixels share one: the first has its lower half,
/// the second its upper. Each channel is summed as ever, so that the bits are the same. With AVX-512 only, where half a vector is eight
/// channels, which is what 24 and 40 leave over.
/// </summary>
internal static class PixelPairs
{
    private const int HalfLanes = 8;

    /// <summary>Whether a tile's pixels share their last vector: not before the call of a long epilogue, over which the mask would
    /// lie on the stack.</summary>
    public static bool Apply(VectorCode code, ConvolutionPlan plan, Panel panel, int pixels) =>
        code.Set == InstructionSet.Avx512 && panel.Count == 1 && panel.Vectors > 1 && pixels > 1
        && panel.Channels - (panel.Vectors - 1) * code.Set.Lanes <= HalfLanes
        && plan.Squeeze is null && !plan.HasLongSums && !plan.Panels.ReadsNarrow && !plan.Epilogue.Any(step => step.IsLong());

    /// <summary>Eight floats, twice.</summary>
    public static string LoadTwice(string pointer) => $"Vector512.Create(Vector256.Load({pointer}), Vector256.Load({pointer}))";

    /// <summary>The mask of the second pixel's lanes. Joining by a move between lanes would take the multiply-adds' unit.</summary>
    public const string Mask = "Vector512<float> upper = Vector512.Create(Vector256<float>.Zero, Vector256<float>.AllBitsSet);";

    /// <summary>The first vector's lower half and the second's upper.</summary>
    public static string Join(string first, string second) => $"Vector512.ConditionalSelect(upper, {second}, {first})";

    /// <summary>The statement that gives the second pixel of a pair its vector again.</summary>
    public static string Split(int pixel, int vector) =>
        $"Vector512<float> c{pixel + 1}_{vector} = c{pixel}_{vector}.GetUpper().ToVector512Unsafe();";
}
