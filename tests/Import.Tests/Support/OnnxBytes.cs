using Fusion.Import.Protocol;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fusion.Import.Tests.Support;

/// <summary>Models in memory as files, so that ONNX Runtime can contradict their import.</summary>
internal static class OnnxBytes
{
    public static byte[] Of(ModelFile model) => ModelWriter.Write(model);

    /// <summary>The first result in ONNX Runtime.</summary>
    public static (float[] Values, int[] Dimensions) Run(ModelFile model, float[] input)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(Of(model), options);
        ModelValue x = model.Graph.Inputs[0];
        int[] shape = [.. x.Dimensions!.Select(dimension => (int)dimension.Size!)];
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(x.Name, new DenseTensor<float>(input, shape))]);
        var found = (DenseTensor<float>)results[0].AsTensor<float>();
        return (found.ToArray(), found.Dimensions.ToArray());
    }
}
