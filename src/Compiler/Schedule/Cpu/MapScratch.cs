namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The memory that a softmax needs: the exponentials of one pixel's channels, in whole groups of lanes.</summary>
public static class SoftmaxScratch
{
    /// <summary>The sum runs in so many lanes whatever the vectors' width.</summary>
    public const int SumLanes = 16;

    /// <summary>Floats for so many channels; behind them is room for minus infinity.</summary>
    public static long Floats(int channels) => PackedWeights.PaddedTo16(channels) + SumLanes;
}

/// <summary>The memory that a local response norm needs: the squares of one pixel, between zeros for channels that do not exist.</summary>
/// <param name="Channels">Channels, to whole vectors of every instruction set.</param>
/// <param name="Before">Zeros before them: the neighbours before the first.</param>
/// <param name="After">Zeros behind them.</param>
public sealed record NormScratch(int Channels, int Before, int After)
{
    /// <summary>Neighbours that one result sums, itself included.</summary>
    public int Terms => Before + 1 + After;

    public long Floats => (long)Before + Channels + After;

    /// <summary>Neighbours farther away than there are channels add nothing.</summary>
    public static NormScratch Of(LocalResponseNorm norm, int channels) =>
        new(PackedWeights.PaddedTo16(channels), Math.Min(norm.Size / 2, channels - 1), Math.Min((norm.Size - 1) / 2, channels - 1));

    /// <summary>For sums over the channels of which one is a neighbour, which its gradient takes.</summary>
    public static NormScratch Mirrored(LocalResponseNorm norm, int channels)
    {
        NormScratch own = Of(norm, channels);
        return own with { Before = own.After, After = own.Before };
    }
}
