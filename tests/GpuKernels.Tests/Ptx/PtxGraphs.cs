using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>Convolutions of every kind, as small as they can be.</summary>
internal static class PtxGraphs
{
    public static IReadOnlyList<Graph> Convolutions { get; } =
    [
        Build.Graph("Dense", g => g.Output("y", g.Relu(g.Sum(g.ConvNorm(g.Input("x", 5, 7, 20), 36, 3), g.Input("z", 5, 7, 36))))),
        Build.Graph("Odd", g => g.Output("y", g.Add(new Silu(), g.Conv(g.Input("x", 5, 3, 7), 9, 3, stride: 2)))),
        Build.Graph("Pointwise", g => g.Output("y", g.Conv(g.Input("x", 29, 19), 33, 1))),
        Build.Graph("Dilated", g => g.Output("y", g.Conv(g.Input("x", 9, 8, 4), 24, 3, dilation: 2))),
        Build.Graph("Volume", g => g.Output("y", g.Conv(g.Input("x", 3, 4, 5, 4), 7, 3))),
        Build.Graph("Grouped", g => g.Output("y", g.Conv(g.Input("x", 6, 5, 64), 64, 3, groups: 2))),
        Build.Graph("Narrow", g => g.Output("y", g.Conv(g.Input("x", 6, 5, 12), 24, 3, groups: 4))),
        Build.Graph("Depthwise", g => g.Output("y", g.Relu(g.ConvNorm(g.Input("x", 7, 6, 12), 12, 3, groups: 12)))),
        Build.Graph("OddDepthwise", g => g.Output("y", g.ConvNorm(g.Input("x", 7, 6, 7), 7, 5, stride: 2, groups: 7))),
        Build.Graph("Up", g => g.Output("y",
            g.Add(new ConvTranspose("up", 9, [3, 2], [2, 3], [1, 1], [1, 0], [1, 0], 1, true), g.Input("x", 4, 5, 8)))),
        Build.Graph("OddUp", g => g.Output("y",
            g.Add(new ConvTranspose("up", 7, [3, 3], [2, 2], [1, 1], [1, 1], [0, 1], 7, true), g.Input("x", 4, 5, 7)))),
        Build.Graph("Classifier", g => g.Output("y", g.Linear(g.Input("x", 203), 35))),
        Build.Graph("Frames", g => g.Output("y", g.SqueezeExcite(g.ConvNormRelu(g.Input("x", 6, 9, 5), 24, 3), 6))),
    ];

    /// <summary>Convolutions whose depth is cut into parts for single samples.</summary>
    public static IReadOnlyList<Graph> Splits { get; } =
    [
        Build.Graph("Parts", g => g.Output("y", g.ConvNormRelu(g.Input("x", 7, 5, 130), 33, 3))),
        Build.Graph("OddParts", g => g.Output("y", g.Add(new Silu(), g.Conv(g.Input("x", 3, 4, 701), 19, 3, stride: 2)))),
        Build.Graph("SqueezeOfParts", g => g.Output("y", g.SqueezeExcite(g.Conv(g.Input("x", 9, 11, 99), 10, 3), 4))),
    ];

    /// <summary>Convolutions in Winograd's form for batches, with tiles of 4×4 and of 2×2 results.</summary>
    public static IReadOnlyList<Graph> Winograd { get; } =
    [
        Build.Graph("Squeeze", g => g.Output("y", g.SqueezeExcite(g.ConvNormRelu(g.Input("x", 6, 6, 96), 96, 3), 4))),
        Build.Graph("Uneven", g =>
        {
            int x = g.Input("x", 11, 10, 48);
            g.Output("y", g.Relu(g.Sum(g.ConvNorm(x, 64, 3), g.Conv(x, 64, 1))));
        }),
        Build.Graph("Slice", g =>
        {
            int x = g.Input("x", 8, 8, 96);
            g.Output("y", g.Concat(g.Add(new Silu(), g.Conv(g.Slice(x, 16, 64), 48, 3)), g.Conv(x, 20, 1)));
        }),
    ];

    /// <summary>Linear layers one behind the other, and the mean in front, in one kernel.</summary>
    public static IReadOnlyList<Graph> Chains { get; } =
    [
        Build.Graph("Gate", g => g.Output("y", g.SqueezeExcite(g.ConvNormRelu(g.Input("x", 9, 7, 24), 64, 3), 16))),
        Build.Graph("OddGate", g =>
            g.Output("y", g.SqueezeExcite(g.Conv(g.Input("x", 5, 7, 9), 10, 3), 6, new Silu(), new HardSigmoid()))),
        Build.Graph("GateOfDepthwise", g =>
        {
            int x = g.Add(new Silu(), g.ConvNorm(g.Input("x", 6, 7, 20), 20, 3, groups: 20));
            g.Output("y", g.Conv(g.SqueezeExcite(x, 9, new Silu()), 16, 1));
        }),
        Build.Graph("Layers", g => g.Output("y", g.Linear(
            g.Add(new Gelu(), g.Linear(g.Relu(g.Norm(g.Linear(g.Input("x", 77), 50))), 33)), 21))),
        Build.Graph("FewInputs", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 3), 2)), 130))),
        Build.Graph("Classifier", g => g.Output("y", g.Linear(g.Mean(g.ConvNormRelu(g.Input("x", 5, 5, 8), 130, 1)), 30))),
    ];
}
