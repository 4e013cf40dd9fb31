using Fusion.Compiler.Operations;
using Fusion.Training.Tests.Comparison;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Kinks;

/// <summary>Which of equal values gets the gradient, and the kink of a learned slope, as PyTorch has them.</summary>
public class LayerKinkTests
{
    private static readonly Shape s_sample = Shape.Of(7, 6, 3);

    [TorchTheory]
    [InlineData(2, 2, 0, false)]
    [InlineData(3, 2, 1, false)]
    [InlineData(3, 1, 1, false)]
    [InlineData(3, 2, 0, true)]
    [InlineData(2, 3, 1, true)]
    public void Ties_of_max_pooling(int kernel, int stride, int padding, bool ceiling)
    {
        var pool = new MaxPool([kernel, kernel], [stride, stride], [padding, padding], ceiling);
        foreach (double[] values in Ties().Append(Unknown()))
        {
            OperationComparison.Close(
                pool, (x, _) => functional.max_pool2d(x, kernel, stride, padding, ceil_mode: ceiling), s_sample, values);
        }
    }

    /// <summary>As <c>adaptive_max_pool2d</c>, which is what global max pooling is in networks; <c>amax</c> divides among ties.</summary>
    [TorchFact]
    public void Ties_of_global_max_pooling()
    {
        foreach (double[] values in Ties().Append(Unknown()))
        {
            OperationComparison.Close(
                new GlobalPool(Compiler.Operations.GlobalPoolMode.Max),
                (x, _) => functional.adaptive_max_pool2d(x, [1, 1]).flatten(1), s_sample, values);
        }
    }

    [TorchFact]
    public void Ties_of_dilated_max_pooling()
    {
        var pool = new MaxPool([3, 2], [2, 1], [1, 1]) { Dilation = [2, 3] };
        foreach (double[] values in Ties().Append(Unknown()))
            OperationComparison.Close(pool, (x, _) => functional.max_pool2d(x, [3, 2], [2, 1], [1, 1], [2, 3]), s_sample, values);
    }

    /// <summary>Where all channels are 0, of all gradients of the length PyTorch takes 0.</summary>
    [TorchFact]
    public void Zero_of_a_length()
    {
        foreach (double[] values in Ties())
        {
            OperationComparison.Close(
                OperationTable.Find("L2Norm")!, [new("axes", "Channels")], x => torch.linalg.vector_norm(x, 2, [1], true), s_sample,
                values);
        }
    }

    [TorchTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Zero_of_a_learned_slope(bool shared)
    {
        var layer = new PRelu("layer", shared);
        var slopes = new Dictionary<string, double[]> { [layer.WeightName] = shared ? [0.25] : [0.25, -2, 0] };
        foreach (double[] values in Ties())
        {
            OperationComparison.Close(
                layer, (x, parameters) => functional.prelu(x, parameters[layer.WeightName]), s_sample, values, slopes);
        }
    }

    /// <summary>Batches of few different values: −1, 0 and 1, all equal, and all zero.</summary>
    private static IEnumerable<double[]> Ties()
    {
        int count = 2 * (int)s_sample.Elements;
        var random = new Random(1);
        yield return [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(-1, 2))];
        yield return [.. Enumerable.Repeat(-2.5, count)];
        yield return new double[count];
    }

    /// <summary>A batch with a NaN here and there, which is greater than everything.</summary>
    private static double[] Unknown() => [.. Ties().First().Select((value, i) => i % 11 == 0 ? double.NaN : value)];
}
