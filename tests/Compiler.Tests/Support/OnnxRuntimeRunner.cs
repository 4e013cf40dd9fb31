using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fusion.Compiler.Tests.Support;

/// <summary>Runs an exported model in ONNX Runtime.</summary>
internal static class OnnxRuntimeRunner
{
    /// <param name="samples">Per input name, the samples of one batch.</param>
    /// <returns>Per output name, the samples' results.</returns>
    public static Dictionary<string, double[][]> Run(byte[] model, Graph graph, IReadOnlyDictionary<string, double[][]> samples)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
        };
        using var session = new InferenceSession(model, options);
        var inputs = samples.Select(pair =>
        {
            Shape shape = graph.Inputs.Single(node => ((Input)node.Operation).Name == pair.Key).Shape;
            float[] values = [.. pair.Value.SelectMany(sample => sample).Select(value => (float)value)];
            return NamedOnnxValue.CreateFromTensor(pair.Key, new DenseTensor<float>(values, [pair.Value.Length, .. shape.Dimensions]));
        }).ToList();
        using var results = session.Run(inputs);
        int batch = samples.First().Value.Length;
        return results.ToDictionary(result => result.Name, result => Samples(result.AsTensor<float>(), batch));
    }

    private static double[][] Samples(Tensor<float> tensor, int batch)
    {
        Assert.Equal(batch, tensor.Dimensions[0]);
        double[] values = [.. tensor.Select(value => (double)value)];
        return [.. values.Chunk(values.Length / batch)];
    }
}
