using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Products of two values, and attention, at sizes around those of tiles, blocks and panels.</summary>
public sealed class ProductTests
{
    [Fact]
    public void Products_of_matrices() => Check.Graphs(
        [.. from size in new (int Rows, int Depth, int Columns)[]
            {
                (1, 1, 1), (1, 37, 5), (3, 5, 7), (5, 17, 33), (13, 64, 16), (33, 3, 197), (50, 64, 100), (197, 64, 197), (64, 300, 128),
            }
            from transposed in new[] { false, true }
            select Build.Graph($"MatMul{size.Rows}x{size.Depth}x{size.Columns}{(transposed ? "T" : "")}", g =>
            {
                int a = g.Input("a", size.Rows, size.Depth);
                int b = transposed ? g.Input("b", size.Columns, size.Depth) : g.Input("b", size.Depth, size.Columns);
                g.Output("y", g.Add(new MatMul(transposed, transposed ? 0.37 : 1), a, b));
            })], graph => graph.Nodes[0].Shape.Channels);

    [Fact]
    public void Products_of_many_matrices_with_an_epilogue() => Check.Graphs(
        [.. from shape in new[] { (Shape.Of(3, 17, 20), 33), (Shape.Of(2, 3, 30, 40), 50), (Shape.Of(4, 60, 8), 5) }
            from transposed in new[] { false, true }
            select Build.Graph($"MatMuls{shape.Item2}{(transposed ? "T" : "")}", g =>
            {
                Shape a = shape.Item1;
                int columns = shape.Item2;
                int left = g.Input("a", [.. a.Dimensions]);
                int[] matrix = transposed ? [columns, a.Channels] : [a.Channels, columns];
                int right = g.Input("b", [.. a.Dimensions.Take(a.Rank - 2), .. matrix]);
                int other = g.Input("c", [.. a.WithChannels(columns).Dimensions]);
                int gate = g.Input("d", columns);
                int product = g.Add(new MatMul(transposed), left, right);
                g.Output("y", g.Add(new Silu(), g.Sum(g.Product(product, gate), other)));
            })], graph => graph.Nodes[0].Shape.Channels);

    [Fact]
    public void Products_of_values_with_halos_and_slices() => Check.Graphs(
        [
            Build.Graph("Halo", g =>
            {
                int x = g.Conv(g.Input("x", 6, 11, 3), 20, 1);
                int y = g.Conv(g.Input("y", 6, 20, 3), 9, 1);
                g.Output("z", g.Add(new MatMul(), x, y));
                g.Output("u", g.Conv(x, 4, 3));
                g.Output("v", g.Conv(y, 4, 3));
            }),
            Build.Graph("Slices", g =>
            {
                int x = g.Conv(g.Input("x", 30, 3), 60, 1);
                int part = g.Add(new MatMul(TransposeB: true), g.Slice(x, 3, 17), g.Slice(x, 20, 17));
                int other = g.Add(new MatMul(), part, g.Slice(x, 37, 23));
                g.Output("z", g.Concat(part, other));
            }),
        ], _ => 60);

    [Fact]
    public void Transpositions() => Check.Graphs(
        [
            .. from size in new[] { (1, 1), (3, 5), (4, 4), (17, 33), (64, 7), (5, 1) }
               select Build.Single(new Transpose([1, 0]), size.Item1, size.Item2),
            .. from order in new[] { (0, 2, 1), (1, 0, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1) }
               select Build.Single(new Transpose([order.Item1, order.Item2, order.Item3]), 5, 7, 19),
            .. from order in new[] { (0, 1, 3, 2), (0, 2, 1, 3), (3, 2, 1, 0), (1, 0, 3, 2), (2, 3, 0, 1) }
               select Build.Single(new Transpose([order.Item1, order.Item2, order.Item3, order.Item4]), 3, 5, 6, 9),
        ], _ => 1);

    [Fact]
    public void Gathers() => Check.Graphs(
        [
            Build.Single(new Gather([3, 0, 0, 8]), 9, 5),
            Build.Single(new Gather([3]), 9, 16),
            Build.Single(new Gather([2, 0, 1, 2]), 3, 4, 17),
            Build.Single(new Gather([3, 1], Axis: 1), 3, 4, 17),
            Build.Single(new Gather([1, 1, 0], Axis: 0), 2, 4, 3, 5),
            Build.Single(new Gather([3, 1], Axis: 1), 2, 4, 3, 5),
            Build.Single(new Gather([2, 1, 2], Axis: 2), 2, 4, 3, 5),
        ], _ => 1);

    [Fact]
    public void Causal_masks() => Check.Graphs(
        [Build.Graph("Causal", g => g.Output("y", g.Add(new Softmax(), g.Add(new CausalMask(), g.Input("x", 3, 9, 17)))))], _ => 60);

    [Fact]
    public void Attention_of_every_size() => Check.Graphs(
        [.. from size in new (int Queries, int Keys, int Channels, int Values, int Heads)[]
            {
                (1, 1, 1, 1, 1), (5, 7, 6, 9, 3), (17, 17, 32, 32, 2), (70, 33, 64, 48, 4), (197, 197, 192, 192, 3), (9, 1100, 16, 20, 1),
            }
            from causal in new[] { false, true }
            select Build.Graph($"Attention{size.Queries}x{size.Keys}x{size.Channels}{(causal ? "Causal" : "")}", g => g.Output("y", g.Add(
                new Attention(size.Heads, causal, causal ? 0.3 : null), g.Input("q", size.Queries, size.Channels),
                g.Input("k", size.Keys, size.Channels), g.Input("v", size.Keys, size.Values))))],
        graph => graph.Nodes[1].Shape.Pixels + graph.Nodes[1].Shape.Channels);

    [Fact]
    public void Attention_of_pixels_and_masks() => Check.Graphs(
        [
            Build.Graph("Pixels", g =>
            {
                int x = g.Conv(g.Input("x", 5, 7, 3), 48, 1);
                g.Output("y", g.Add(new Attention(2), g.Slice(x, 0, 16), g.Slice(x, 16, 16), g.Slice(x, 32, 16)));
                g.Output("z", g.Conv(x, 4, 3));
            }),
            Build.Graph("Masked", g =>
            {
                int q = g.Input("q", 70, 12), k = g.Input("k", 21, 12), v = g.Input("v", 21, 10);
                g.Output("y", g.Add(new Attention(2), q, k, v, g.Input("m", 70, 21)));
                g.Output("z", g.Add(new Attention(2, Causal: true), q, k, v, g.Input("n", 21)));
            }),
        ], _ => 70);
}
