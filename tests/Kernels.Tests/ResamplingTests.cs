using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Positions that are moved, mixed or become channels.</summary>
public sealed class ResamplingTests
{
    [Fact]
    public void Paddings() => Check.Graphs(
    [
        Build.Single(new Pad([1, 2], [3, 0]), 4, 5, 3),
        Build.Single(new Pad([1, -2], [-1, 3], PaddingMode.Constant, 2.5), 4, 5, 17),
        Build.Single(new Pad([3, 0], [2, 4], PaddingMode.Reflect), 4, 5, 16),
        Build.Single(new Pad([3, 0], [9, 4], PaddingMode.Replicate), 4, 1, 20),
        Build.Single(new Pad([2], [1], PaddingMode.Reflect), 9, 5),
        Build.Single(new Pad([1, 0, 2], [0, 1, 1]), 2, 3, 4, 7),
        Build.Single(new Pad([-1, -2], [-1, -1]), 5, 7, 9),
        Build.Graph("Behind", g => g.Output("y", g.Conv(g.Relu(g.Add(
            new Pad([1, 1], [1, 1], PaddingMode.Reflect), g.Conv(g.Input("x", 6, 5, 3), 20, 3))), 7, 3, padding: 0))),
    ], _ => 30 * 9);

    [Fact]
    public void Sizes()
    {
        var graphs = new List<Graph>();
        foreach (Interpolation mode in new[] { Interpolation.Nearest, Interpolation.Bilinear, Interpolation.Bicubic })
        {
            foreach (bool corners in new[] { false, true }.Where(corners => !corners || mode != Interpolation.Nearest))
            {
                graphs.Add(Build.Single(new Resize([9, 3], mode, corners, []), 4, 5, 3));
                graphs.Add(Build.Single(new Resize([2, 5], mode, corners, []), 7, 5, 17));
                graphs.Add(Build.Single(new Resize([7], mode, corners, []), 5, 20));
                graphs.Add(Build.Single(new Resize([1, 8], mode, corners, []), 3, 1, 16));
            }
            graphs.Add(Build.Single(new Resize([5, 6], mode, false, [17, 13, 17, 13]), 4, 5, 9));
            graphs.Add(Build.Single(new Resize([6, 3], mode, false, [17, 10, 3, 5]), 4, 5, 9));
            graphs.Add(Build.Single(new Resize([3, 7, 5], mode, false, []), 2, 4, 6, 5));
        }
        Check.Graphs(graphs, _ => 60);
    }

    [Fact]
    public void Forms()
    {
        ResizeForm usual = ResizeForm.Usual, smooth = usual with { Antialias = true };
        Resize Of(int[] size, Interpolation mode, ResizeForm form, params int[] ratio) => new([.. size], mode, false, [.. ratio])
        {
            Form = form,
        };

        Check.Graphs(
        [
            Build.Single(Of([9, 3], Interpolation.Bilinear, usual with { Coordinates = ResizePlaces.Asymmetric }), 4, 5, 3),
            Build.Single(Of([3, 9], Interpolation.Bicubic, usual with { Coordinates = ResizePlaces.Asymmetric }), 4, 5, 16),
            Build.Single(Of([3, 4], Interpolation.Bilinear, usual with { Coordinates = ResizePlaces.HalfPixelSymmetric }, 13, 17, 13, 17),
                5, 6, 20),
            Build.Single(Of([1, 8], Interpolation.Bicubic, usual with { Coordinates = ResizePlaces.PyTorchHalfPixel }), 3, 5, 17),
            Build.Single(Of([3], Interpolation.Bilinear, smooth), 11, 5),
            Build.Single(Of([2, 17], Interpolation.Bicubic, smooth), 11, 9, 16),
            Build.Single(Of([2, 3, 5], Interpolation.Bilinear, smooth with { ExcludeOutside = true }), 5, 3, 11, 4),
            Build.Single(Of([3, 4], Interpolation.Bicubic, smooth with { ExcludeOutside = true, CubicCoefficient = -0.5 }), 11, 13, 3),
            Build.Single(Of([7, 3], Interpolation.Bicubic, usual with { ExcludeOutside = true }), 5, 2, 8),
            Build.Single(Of([4, 3], Interpolation.Bilinear, usual with { Region = [0.25, 0.1, 0.75, 0.9] }), 5, 7, 3),
            Build.Single(Of([4, 1], Interpolation.Bicubic, usual with { Region = [0.2, 0.3, 1.4, 0.8], Outside = 2.5 }), 5, 7, 20),
            Build.Single(Of([5, 7], Interpolation.Bilinear, usual with { Region = [0, -0.2, 1, 1.2], Outside = -1 }), 5, 7, 16),
            Build.Graph("Behind", g => g.Output("y", g.Conv(g.Relu(g.Add(
                Of([4, 3], Interpolation.Bilinear, smooth), g.Conv(g.Input("x", 9, 8, 3), 20, 3))), 7, 3))),
        ], _ => 30 * 9);
    }

    [Fact]
    public void Long_dimensions() => Check.Graphs(
    [
        Build.Single(new Resize([70_001], Interpolation.Bilinear, false, []), 50_000, 3),
        Build.Single(new Resize([50_001], Interpolation.Nearest, false, []), 70_000, 1),
        Build.Single(new Resize([5_001], Interpolation.Bicubic, true, []), 7_000, 2),
    ], _ => 60);

    [Fact]
    public void Tiles_and_blocks() => Check.Graphs(
    [
        Build.Single(new Roll([-2, 10]), 5, 7, 19), Build.Single(new Roll([1]), 9, 3), Build.Single(new Roll([1, 0, -1]), 2, 3, 4, 16),
        Build.Graph("RollBehind", g => g.Output("y", g.Relu(g.Add(new Roll([0, 3]), g.Conv(g.Input("x", 6, 5, 3), 20, 3))))),
        Build.Single(new TilePositions([2, 3]), 2, 3, 5), Build.Single(new TilePositions([3]), 4, 17),
        Build.Single(new DepthToSpace([2, 2]), 3, 4, 12), Build.Single(new DepthToSpace([2, 2]), 3, 4, 64),
        Build.Single(new DepthToSpace([3, 1]), 3, 4, 6), Build.Single(new DepthToSpace([2, 1, 3]), 2, 3, 4, 30),
        Build.Single(new SpaceToDepth([2, 2]), 6, 4, 3), Build.Single(new SpaceToDepth([2, 2]), 6, 4, 16),
        Build.Single(new SpaceToDepth([3]), 9, 7), Build.Single(new SpaceToDepth([2, 3, 1]), 4, 3, 5, 4),
        Build.Graph("PixelShuffle", g => g.Output("y", g.Relu(g.Add(
            new DepthToSpace([2, 2]), g.Add(new ChannelShuffle(5), g.Conv(g.Input("x", 6, 5, 3), 20, 3)))))),
    ], _ => 60);

    /// <summary>Blocks whose channels lie side by side: as they come from a shuffle, and as operations of their own.</summary>
    [Fact]
    public void Interleaved_blocks() => Check.Graphs(
    [
        .. new[] { 2, 3, 8, 17, 48 }.SelectMany(channels => new[]
        {
            Build.Graph("Shuffled", g => g.Output("y", g.Add(
                new DepthToSpace([2, 2]), g.Add(new ChannelShuffle(channels), g.Input("x", 3, 5, 4 * channels))))),
            Build.Graph("Unshuffled", g => g.Output("y", g.Add(
                new ChannelShuffle(6), g.Add(new SpaceToDepth([2, 3]), g.Input("x", 4, 6, channels))))),
            Build.Graph("ShuffledBehind", g => g.Output("y", g.Conv(g.Add(new DepthToSpace([3, 3]),
                g.Add(new ChannelShuffle(channels), g.Relu(g.Conv(g.Input("x", 4, 3, 3), 9 * channels, 3)))), 7, 3))),
        }),
        Build.Single(new DepthToSpace([3, 1], Interleaved: true), 3, 4, 6),
        Build.Single(new DepthToSpace([2, 1, 3], Interleaved: true), 2, 3, 4, 30), Build.Single(new DepthToSpace([4], true), 5, 4),
        Build.Single(new SpaceToDepth([3], Interleaved: true), 9, 7), Build.Single(new SpaceToDepth([2, 3, 1], true), 4, 3, 5, 4),
        Build.Graph("UnshuffledAhead", g => g.Output("y", g.Conv(g.Add(
            new ChannelShuffle(4), g.Add(new SpaceToDepth([2, 2]), g.Conv(g.Input("x", 8, 6, 3), 5, 3))), 9, 3))),
    ], _ => 400);
}
