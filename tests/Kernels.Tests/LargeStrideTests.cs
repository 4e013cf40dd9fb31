using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Strides up to the largest number there is: one position is left, and no product of strides and sizes overflows.</summary>
public sealed class LargeStrideTests
{
    private const int Most = int.MaxValue, MostOfConvolutions = 1 << 24;

    [Fact]
    public void One_position_is_left_of_every_rank() => Check.Graphs(
    [
        Build.Single(new MaxPool([1], [Most], [0]), 9, 3),
        Build.Single(new MaxPool([1, 1], [Most, Most], [0, 0]), 5, 7, 19),
        Build.Single(new MaxPool([1, 1, 1], [Most, Most, Most], [0, 0, 0]), 3, 5, 4, 17),
        Build.Single(new MaxPool([3, 2], [Most, 1], [1, 1]), 5, 7, 4),
        Build.Single(new MaxPool([3, 2], [2, Most], [1, 0], CeilMode: true), 5, 7, 4),
        Build.Single(new MaxPool([6, 9], [Most, Most], [0, 0], CeilMode: true), 5, 7, 4),
        Build.Single(new AveragePool([1, 1], [Most, Most], [0, 0]), 5, 7, 19),
        Build.Single(new AveragePool([3, 3], [Most, Most], [1, 1]), 5, 7, 4),
        Build.Single(new AveragePool([3, 3], [Most, 3], [1, 1], CeilMode: true, CountPadding: false), 5, 8, 4),
        Build.Single(new AveragePool([2, 3, 3], [Most, Most, 2], [1, 1, 0], CeilMode: true), 3, 5, 7, 4),
        Build.Single(new Subsample([Most]), 9, 3),
        Build.Single(new Subsample([Most, Most]), 5, 7, 19),
        Build.Single(new Subsample([2, Most]), 5, 7, 3),
        Build.Single(new Subsample([Most, 2]), 5, 7, 32),
        Build.Single(new Subsample([Most, Most, Most]), 3, 5, 4, 17),
        Build.Single(new Subsample([1, Most, Most]), 3, 5, 4, 17),
    ], _ => 20);

    [Fact]
    public void Layers_in_a_row() => Check.Graphs(
    [
        Build.Graph("Pools", g => g.Output("y", g.MaxPool(g.MaxPool(g.Input("x", 5, 7, 19), 1, Most), 1, Most))),
        Build.Graph("Subsamples", g => g.Output("y", Subsample(g, Subsample(g, g.Input("x", 5, 7, 19), Most), Most))),
        Build.Graph("Convolutions", g => g.Output("y", Strided(g, Strided(g, g.Input("x", 5, 7, 3))))),
        Build.Graph("Activated", g => g.Output("y", Strided(g, g.Relu(Strided(g, g.Input("x", 5, 7, 3)))))),
        Build.Graph("Normed", g => g.Output("y", Strided(g, g.Norm(Subsample(g, g.Norm(Strided(g, g.Input("x", 5, 7, 3))), Most))))),
        Build.Graph("Moved", g => g.Output("y", Subsample(g, g.Relu(g.Conv(g.Input("x", 5, 7, 3), 19, 3)), Most))),
        Build.Graph("Kernel", g => g.Output("y", Subsample(g, g.Conv(g.Input("x", 5, 7, 3), 19, 3, MostOfConvolutions), Most))),
        Build.Graph("Depthwise", g => g.Output("y", Strided(g, g.Conv(g.Input("x", 5, 7, 19), 19, 3, MostOfConvolutions, groups: 19)))),
        Build.Graph("Sum", g =>
        {
            int x = g.Input("x", 5, 7, 19);
            int sum = g.Relu(g.Sum(g.Conv(x, 19, 3), x));
            g.Output("y", g.Sum(Strided(g, sum), Subsample(g, sum, MostOfConvolutions)));
        }),
        Build.Graph("Branches", g =>
        {
            int x = g.Input("x", 5, 7, 19);
            int left = g.Sum(g.Norm(g.Conv(x, 19, 3, MostOfConvolutions)), g.Norm(Subsample(g, x, MostOfConvolutions)));
            g.Output("y", g.Sum(left, g.Norm(Subsample(g, x, Most))));
        }),
    ], _ => 400);

    private static int Strided(Build graph, int x) => graph.Conv(x, 19, 1, MostOfConvolutions);

    private static int Subsample(Build graph, int x, int stride) => graph.Add(new Subsample([stride, stride]), x);
}
