using Fusion.Tests;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fusion.Tool.Tests.Support;

/// <summary>Runs models in ONNX Runtime.</summary>
internal static class OnnxRun
{
    /// <summary>The first result for one input.</summary>
    public static float[] First(string model, TensorFile input)
    {
        using var session = new InferenceSession(model);
        var tensor = NamedOnnxValue.CreateFromTensor(session.InputMetadata.Keys.Single(),
            new DenseTensor<float>(input.Values, input.Dimensions));
        using var results = session.Run([tensor]);
        return [.. results[0].AsTensor<float>()];
    }
}
