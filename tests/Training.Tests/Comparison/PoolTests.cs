using Fusion.Compiler.Operations;
using Fusion.Compiler.Reference;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Comparison;

/// <summary>Which positions a pooling's windows have, and how many count, at every size, kernel, stride and padding that PyTorch
/// takes.</summary>
public class PoolTests
{
    [TorchFact]
    public void Windows_are_those_of_PyTorch()
    {
        int cases = 0;
        foreach (var (size, kernel, stride, padding, ceiling) in Cases())
        {
            for (int dilation = 1; dilation <= 2; dilation++)
            {
                var max = new MaxPool([kernel, kernel], [stride, stride], [padding, padding], ceiling) { Dilation = [dilation, dilation] };
                bool fits = dilation * (kernel - 1) < size + 2 * padding;
                if (fits) Compare(max, size, x => functional.max_pool2d(x, kernel, stride, padding, dilation, ceiling));
            }
            foreach (bool counts in new[] { false, true })
            {
                Compare(
                    new AveragePool([kernel, kernel], [stride, stride], [padding, padding], ceiling, counts), size,
                    x => functional.avg_pool2d(x, kernel, stride, padding, ceiling, counts));
            }
            cases++;
        }
        Assert.True(cases > 100, $"There are {cases} cases.");
    }

    private static IEnumerable<(int Size, int Kernel, int Stride, int Padding, bool Ceiling)> Cases() =>
        from size in Enumerable.Range(3, 5)
        from kernel in Enumerable.Range(1, 3)
        from stride in Enumerable.Range(1, 4)
        from padding in Enumerable.Range(0, kernel / 2 + 1)
        from ceiling in new[] { false, true }
        select (size, kernel, stride, padding, ceiling);

    private static void Compare(Operation pool, int size, Func<torch.Tensor, torch.Tensor> theirs)
    {
        var builder = new GraphBuilder("pool");
        builder.Output("y", builder.Add(pool, builder.Input("x", size, size + 1, 1)));
        Graph graph = builder.Build();
        var random = new Random(size);
        double[] values = [.. Enumerable.Range(0, size * (size + 1)).Select(i => i == size ? double.NaN : random.NextDouble() - 0.5)];
        double[] ours = ReferenceInterpreter.Run(
            graph, new Dictionary<string, double[]>(), new Dictionary<string, double[]> { ["x"] = values })["y"];
        using torch.Tensor input = torch.tensor(values, [1, 1, size, size + 1]), output = theirs(input);
        Shape shape = graph.Nodes[graph.Outputs[0].Node].Shape;
        Assert.Equal([1, 1, shape.Dimensions[0], shape.Dimensions[1]], output.shape);
        Assert.All(output.data<double>().Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
