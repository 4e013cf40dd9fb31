namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Every n-th position of a strided layer's input along one dimension, n being the stride: which taps reach them, and the convolution over
/// dy that their gradient is. A position i takes from the output o by the tap t where i + padding = o · stride + t · dilation.
/// </summary>
/// <param name="First">The first of these positions.</param>
/// <param name="Taps">How many taps reach them.</param>
/// <param name="FirstTap">The layer's tap that is the first of the convolution: the last of those.</param>
/// <param name="TapStep">By how many taps of the layer the next one lies before it.</param>
/// <param name="Dilation">From one tap to the next in dy.</param>
/// <param name="Padding">Of dy; negative where the first position reads none of the first values.</param>
public sealed record PhaseAxis(int First, int Taps, int FirstTap, int TapStep, int Dilation, int Padding)
{
    /// <param name="size">Positions of the layer's input.</param>
    public static IEnumerable<PhaseAxis> Of(int size, int kernel, int stride, int dilation, int padding)
    {
        int common = CommonDivisor(stride, dilation), step = stride / common;
        for (int first = 0; first < Math.Min(stride, size); first++)
        {
            int nearest = Enumerable.Range(0, Math.Min(kernel, step))
                .Where(tap => ((long)first + padding - (long)tap * dilation) % stride == 0).DefaultIfEmpty(-1).First();
            if (nearest < 0)
            {
                yield return new PhaseAxis(first, 0, 0, step, 1, 0);
                continue;
            }
            int taps = (kernel - 1 - nearest) / step + 1, apart = dilation / common;
            int from = (int)(((long)first + padding - (long)nearest * dilation) / stride);
            yield return new PhaseAxis(first, taps, nearest + (taps - 1) * step, step, apart, (taps - 1) * apart - from);
        }
    }

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}
