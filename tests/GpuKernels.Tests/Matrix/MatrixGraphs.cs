using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests.Matrix;

/// <summary>Convolutions for matrix units, at sizes that hurt.</summary>
internal static class MatrixGraphs
{
    public static IReadOnlyList<Graph> All { get; } =
    [
        Build.Graph("Pointwise", g =>
        {
            int x = g.Input("x", 9, 7, 64);
            g.Output("y", g.Relu(g.Sum(g.ConvNorm(x, 96, 1), g.ConvNorm(x, 96, 1))));
        }),
        Build.Graph("ThreeByThree", g => g.Output("y", g.ConvNormRelu(g.Input("x", 7, 5, 32), 64, 3))),
        Build.Graph("Strided", g => g.Output("y", g.Add(new Silu(), g.Conv(g.Input("x", 11, 10, 48), 64, 3, stride: 2)))),
        Build.Graph("Odd", g => g.Output("y", g.Conv(g.Relu(g.Conv(g.Input("x", 6, 5, 13), 17, 3)), 33, 3, stride: 2))),
        Build.Graph("Grouped", g => g.Output("y", g.Conv(g.Input("x", 6, 6, 64), 96, 3, groups: 2))),
        Build.Graph("First", g => g.Output("y", g.ConvNormRelu(g.Input("x", 17, 15, 3), 32, 7, stride: 2))),
        Build.Graph("Split", g => g.Output("y", g.ConvNormRelu(g.Input("x", 3, 3, 256), 64, 3))),
        Build.Graph("Gates", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 9, 16), 64, 3);
            g.Output("y", g.Sum(g.SqueezeExcite(g.ConvNorm(x, 64, 1), 4), x));
        }),
        Build.Graph("GatedInput", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 8, 7, 16), 32, 3);
            g.Output("y", g.ConvNorm(g.SqueezeExcite(x, 4), 48, 1));
        }),
        Build.Graph("Parts", g =>
        {
            int x = g.Input("x", 5, 5, 64);
            g.Output("y", g.Concat(g.Conv(x, 20, 1), g.Conv(g.Slice(x, 16, 32), 36, 3)));
        }),
    ];

    /// <summary>One that has room for every tile: more positions than the largest has, and a depth of several slices with an end.</summary>
    public static Graph Tiled { get; } = Build.Graph("Tiled", g =>
        g.Output("y", g.Relu(g.Sum(g.Conv(g.Input("x", 9, 8, 24), 128, 3), g.Conv(g.Input("z", 9, 8, 64), 128, 1)))));
}
