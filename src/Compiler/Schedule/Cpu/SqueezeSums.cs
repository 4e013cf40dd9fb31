namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Where the sums of a squeeze go: for each block of pixels, one value per channel.</summary>
/// <param name="IsWide">The values are doubles, each in the place of two floats: see <see cref="LongSums"/>.</param>
public sealed record SqueezeSums(View Sums, int Blocks, bool IsWide)
{
    /// <summary>Values, padding included, from one block's first to the next one's.</summary>
    public int Stride => IsWide ? Sums.PixelStride / 2 : Sums.PixelStride;

    /// <summary>New memory for the sums of an output's pixels.</summary>
    public static SqueezeSums Of(string name, View output, int blocks)
    {
        bool isWide = PixelsOfBlock(output.Pixels, blocks) > LongSums.MostTerms;
        int channels = PackedWeights.PaddedTo16(output.Channels);
        return new SqueezeSums(View.Of(Buffer.Rows(name, blocks, isWide ? 2 * channels : channels)), blocks, isWide);
    }

    /// <summary>Pixels of a block; the last may have fewer.</summary>
    public static int PixelsOfBlock(int pixels, int blocks) => (pixels + blocks - 1) / blocks;
}

/// <summary>A kernel that can sum its results over the pixels.</summary>
public interface ISqueezingPlan
{
    SqueezeSums? Squeeze { get; }
}
