using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests.Guarded;

/// <summary>Networks whose kernels read inputs, and write outputs, where the caller has them, with channels that fill vectors in
/// part.</summary>
internal static class GuardedNetworks
{
    private static readonly string[] s_atBorders = ["Relu", "Padded", "Results"];

    public static IReadOnlyList<Graph> All { get; } =
    [
        // Half a vector of AVX-512, one and a half, two and a half; less than a vector of any width; several full ones.
        .. new[] { 3, 5, 8, 24, 40, 48 }.SelectMany(GuardedLayers.OfChannels),
        .. new[] { 3, 8, 48 }.SelectMany(GuardedOperations.OfChannels),
        .. Enumerable.Range(0, 20).Select(i => RandomGraph.Create(new Random(100 + i), $"Random{i}")),
        .. Enumerable.Range(0, 20).Select(i => RandomGraph.CreateSmall(new Random(100 + i), $"Small{i}")),
        .. GuardedSteps.All,
        // Also those that only move values at the border.
        .. new[] { 1, 2, 3, 5, 8, 19 }.SelectMany(GuardedLayers.OfChannels)
            .Where(graph => s_atBorders.Any(name => graph.Name.StartsWith(name, StringComparison.Ordinal)))
            .Select(graph => graph with { Name = graph.Name + "First", Layout = Fusion.Compiler.Layout.Nchw }),
    ];
}
