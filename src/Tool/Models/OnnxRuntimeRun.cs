using Fusion.Import;
using Fusion.Tool.Shell;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fusion.Tool.Models;

/// <summary>Runs a model in ONNX Runtime.</summary>
internal static class OnnxRuntimeRun
{
    /// <returns>The results in the order of <paramref name="outputs"/>.</returns>
    /// <exception cref="ToolException">ONNX Runtime is not there, or refuses the model.</exception>
    public static float[][] Run(string model, IReadOnlyList<Border> inputs, IReadOnlyList<float[]> values, IReadOnlyList<Border> outputs)
    {
        OnnxRuntimeLibrary.Require();
        try
        {
            using var session = new InferenceSession(model);
            NamedOnnxValue[] given =
                [.. inputs.Select((border, i) =>
                    NamedOnnxValue.CreateFromTensor(border.ModelName, new DenseTensor<float>(values[i], border.Dimensions)))];
            using var results = session.Run(given, [.. outputs.Select(border => border.ModelName)]);
            return [.. results.Select(result => result.AsTensor<float>().ToArray())];
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ToolException($"ONNX Runtime refuses {model}: {exception.Message}", exception);
        }
    }
}
