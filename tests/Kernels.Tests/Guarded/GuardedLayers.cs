using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests.Guarded;

/// <summary>Layers and operations in front of, behind and between values that are the caller's.</summary>
internal static class GuardedLayers
{
    public static IEnumerable<Graph> OfChannels(int channels)
    {
        Graph Of(string name, Func<Build, int, int> body) =>
            Build.Graph($"{name}{channels}", g => g.Output("y", body(g, g.Input("x", 5, 3, channels))));

        yield return Of("Relu", (g, x) => g.Relu(x));
        yield return Of("Norm", (g, x) => g.Add(new PRelu("slope"), g.Norm(x)));
        yield return Of("MaxPool", (g, x) => g.MaxPool(x, 3, 1, 1));
        yield return Of("AveragePool", (g, x) => g.Add(new AveragePool([2, 2], [1, 1], [0, 0], false, true), x));
        yield return Of("Mean", (g, x) => g.Mean(x));
        yield return Of("Pointwise", (g, x) => g.Conv(x, channels, 1));
        yield return Of("Strided", (g, x) => g.Conv(x, channels, 1, stride: 2));
        yield return Of("Unpadded", (g, x) => g.Conv(x, channels, 3, padding: 0));
        yield return Of("Depthwise", (g, x) => g.Conv(x, channels, 3, padding: 0, groups: channels));
        yield return Of("Padded", (g, x) => g.Sum(g.Conv(x, channels, 3), x));
        yield return Of("Softmax", (g, x) => g.Add(new Softmax(), x));
        yield return Of("Halves", (g, x) => g.Relu(g.Slice(x, channels / 2, channels - channels / 2)));
        yield return Of("Twice", (g, x) => g.Concat(g.Relu(x), x));
        yield return Of("Gate", (g, x) => g.Product(x, g.Add(new Sigmoid(), g.Conv(g.Mean(x), channels, 1))));
        yield return Of("Nearest", (g, x) => g.Add(new Upsample([2, 2]), x));
        yield return Of("Bilinear", (g, x) => g.Add(new Upsample([2, 2], Interpolation.Bilinear), x));
        yield return Of("Flat", (g, x) => g.Add(new Flatten(), x));
        yield return Of("LayerNorm", (g, x) => g.Add(new LayerNorm("n"), x));
        yield return Of("GroupNorm", (g, x) => g.Add(new GroupNorm("n", 1), x));
        yield return Of("Scaled", (g, x) => g.Add(new ChannelScale("s", "t"), x));
        yield return Of("Normalized", (g, x) => g.Add(new LocalResponseNorm(3, 0.3, 0.75, 1), x));
        yield return Build.Graph($"Linear{channels}", g => g.Output("y", g.Linear(g.Input("x", channels), channels)));
        yield return Build.Graph($"Read{channels}", g =>
        {
            // An output that other kernels read where it lies, and an input as an operand of the epilogue.
            int x = g.Input("x", 5, 3, channels), y = g.Conv(x, channels, 1);
            g.Output("first", y);
            g.Output("second", g.Sum(g.MaxPool(y, 3, 1, 1), g.Input("z", 5, 3, channels)));
        });
        // Results that are the same value, parts of one another, or one another seen otherwise: copies read them in the caller's memory.
        yield return Build.Graph($"Results{channels}", g =>
        {
            int x = g.Input("x", 5, 3, channels), y = g.Conv(x, channels, 1), z = g.MaxPool(x, 3, 1, 1);
            g.Output("one", y);
            g.Output("same", y);
            g.Output("part", z);
            g.Output("whole", g.Concat(y, z));
            g.Output("again", x);
            g.Output("flat", g.Add(new Reshape([-1]), z));
        });
        if (channels % 8 == 0) yield return Of("Shuffle", (g, x) => g.Add(new ChannelShuffle(4), x));
    }
}
