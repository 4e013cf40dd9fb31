using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Whole steps of training through what moves and mixes positions.</summary>
public sealed class TrainingResamplingTests
{
    [Fact]
    public void Steps_agree_with_the_reference() => Check.Graphs(
    [
        Behind(new Pad([1, 2], [0, -1])), Behind(new Pad([1, 2], [2, 0], PaddingMode.Reflect)),
        Behind(new Pad([1, 2], [6, 0], PaddingMode.Replicate)), Behind(new Resize([9, 3], Interpolation.Nearest, false, [])),
        Behind(new Resize([3, 9], Interpolation.Bilinear, false, [])), Behind(new Resize([7, 7], Interpolation.Bicubic, true, [])),
        Behind(new Resize([7, 5], Interpolation.Bilinear, false, [13, 9, 13, 9])),
        Behind(new Resize([2, 7], Interpolation.Bicubic, false, [])
        {
            Form = ResizeForm.Usual with { Antialias = true, ExcludeOutside = true, CubicCoefficient = -0.5 },
        }),
        Behind(new Resize([4, 3], Interpolation.Bilinear, false, [])
        {
            Form = ResizeForm.Usual with { Region = [0.2, 0.3, 1.4, 0.8], Outside = 2.5 },
        }),
        Behind(new TilePositions([2, 2])),
        Behind(new Roll([-1, 2])),
        Behind(new CumulativeSum(1)), Behind(new Smooth(1, 2)),
        Behind(new MaxPool([3, 3], [2, 2], [0, 1]) { PaddingEnd = [1, 1] }),
        Behind(new AveragePool([3, 3], [2, 2], [0, 1], CountPadding: false) { PaddingEnd = [1, 1] }),
        Behind(new AveragePool([3, 3], [2, 2], [0, 1]) { PaddingEnd = [2, 1] }),
        Behind(new Conv("same", 20, [3, 3], [2, 2], [1, 1], [0, 1], 1, true) { PaddingEnd = [1, 1] }),
        Behind(new Conv("end", 20, [2, 2], [1, 1], [1, 1], [0, 0], 1, true) { PaddingEnd = [1, 1] }),
        Behind(new Conv("grouped", 20, [3, 3], [2, 2], [1, 1], [0, 1], 20, true) { PaddingEnd = [1, 1] }),
        Behind(new ConvTranspose("up", 20, [3, 3], [2, 2], [1, 1], [0, 0], [0, 0], 1, true) { PaddingEnd = [1, 1] }),
        Behind(new DepthToSpace([2, 2])), Behind(new SpaceToDepth([1, 2])),
        Behind(new DepthToSpace([2, 2], Interleaved: true)), Behind(new SpaceToDepth([1, 2], Interleaved: true)),
    ], _ => 400);

    private static Graph Behind(Operation operation) => TrainingStep.Of(Build.Graph(operation.Kind, g =>
        g.Output("y", g.Conv(g.Add(operation, g.Conv(g.Input("x", 5, 4, 3), 20, 3)), 6, 3))));
}
