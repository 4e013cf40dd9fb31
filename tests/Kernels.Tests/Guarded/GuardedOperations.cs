using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests.Guarded;

/// <summary>The same of products, of operations on positions, and of arithmetic.</summary>
internal static class GuardedOperations
{
    public static IEnumerable<Graph> OfChannels(int channels)
    {
        Graph Of(string name, Func<Build, int, int> body) =>
            Build.Graph($"{name}{channels}", g => g.Output("y", body(g, g.Input("x", 6, 4, channels))));

        Graph OfTwo(string name, int[] other, Func<Build, int, int, int> body) =>
            Build.Graph($"{name}{channels}", g => g.Output("y", body(g, g.Input("x", 6, 4, channels), g.Input("z", other))));

        // Heads whose channels fill a vector in part, and begin within one.
        int heads = channels % 4 == 0 ? 4 : 1;
        yield return Of("Attention", (g, x) => g.Add(new Attention(heads), x, x, x));
        yield return Of("Causal", (g, x) => g.Add(new Attention(heads, Causal: true), x, x, x));
        yield return OfTwo("Masked", [24, 24], (g, x, mask) => g.Add(new Attention(heads), x, x, x, mask));
        yield return OfTwo("Keys", [16, channels], (g, x, keys) => g.Add(new Attention(heads), x, keys, keys));
        yield return OfTwo("Product", [6, channels, 17], (g, x, z) => g.Add(new MatMul(), x, z));
        yield return OfTwo("Transposed", [6, 19, channels], (g, x, z) => g.Add(new MatMul(TransposeB: true), x, z));
        yield return Of("Turned", (g, x) => g.Add(new Transpose([0, 2, 1]), x));
        yield return Of("Gathered", (g, x) => g.Add(new Gather([5, 0, 0, 3]), x));
        yield return Of("Up", (g, x) => g.Add(new ConvTranspose("up", channels, [3, 2], [2, 3], [1, 1], [1, 0], [1, 0]), x));
        yield return Of("Zeros", (g, x) => g.Add(new Pad([1, 0], [2, 3]), x));
        yield return Of("Reflected", (g, x) => g.Add(new Pad([2, 1], [1, 2], PaddingMode.Reflect), x));
        yield return Of("Cropped", (g, x) => g.Add(new Pad([-1, 0], [-2, -1]), x));
        yield return Of("Rolled", (g, x) => g.Add(new Roll([-1, 2]), x));
        yield return Of("Cubic", (g, x) => g.Add(new Resize([9, 11], Interpolation.Bicubic, AlignCorners: false, []), x));
        yield return Of("Smooth", (g, x) => g.Add(new Resize([2, 3], Interpolation.Bilinear, AlignCorners: false, [])
        {
            Form = ResizeForm.Usual with { Antialias = true },
        }, x));
        yield return Of("Blocks", (g, x) => g.Add(new SpaceToDepth([2, 2]), x));
        yield return Of("Sums", (g, x) => g.Add(new CumulativeSum(1), x));
        yield return Build.Graph($"Rnn{channels}", g => g.Output("y", g.Add(new RnnSteps("s", channels), g.Input("x", 5, channels))));
        yield return Build.Graph($"Gru{channels}", g => g.Output("y", g.Add(new GruSteps("s", channels), g.Input("x", 5, 3 * channels))));
        yield return Build.Graph($"Lstm{channels}", g =>
            g.Output("y", g.Add(new LstmSteps("s", channels, Reverse: true), g.Input("x", 5, 4 * channels))));
        yield return Of("Largest", (g, x) => g.Add(new Reduce(PoolMode.Max, ReducedAxes.Channels), x));
        yield return Of("OfRows", (g, x) => g.Add(new Reduce(PoolMode.Average, ReducedAxes.Height), x));
        yield return OfTwo("Weighed", [6, 4, 1], (g, x, z) => g.Add(new Multiply(), x, z));
        yield return OfTwo("ByRow", [6, 1, 1], (g, x, z) => g.Add(new Subtract(), z, x));
        if (channels % 4 != 0) yield break;
        yield return Of("Fine", (g, x) => g.Add(new DepthToSpace([2, 2]), x));
        yield return Of("Shuffled", (g, x) => g.Add(new DepthToSpace([2, 2], Interleaved: true), x));
        yield return Of("Unshuffled", (g, x) => g.Add(new SpaceToDepth([2, 2], Interleaved: true), x));
        yield return Of("Shuffle2", (g, x) => g.Add(new ChannelShuffle(2), x));
    }
}
