using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Panels of weights that end with half a vector.</summary>
public sealed class HalfVectorTests
{
    /// <summary>With AVX-512, neighbouring pixels share a vector that would be half empty.</summary>
    [Fact]
    public void Neighbouring_pixels_share_it()
    {
        var graphs = new List<Graph>();
        foreach (int outputs in new[] { 18, 20, 23, 24, 25, 40, 56 })
            foreach (var (height, width) in new[] { (1, 5), (3, 9), (4, 14), (5, 13) })
                foreach (Operation? after in new Operation?[] { null, new Silu(), new Add() })
                    graphs.Add(Build.Graph("Half", g =>
                    {
                        int x = g.Conv(g.Input("x", height, width, 20), outputs, 1), y = g.Conv(x, outputs, 3);
                        g.Output("y", after is null ? y : after is Add ? g.Add(after, y, x) : g.Add(after, y));
                    }));
        Check.Graphs(graphs, _ => 600);
    }
}
