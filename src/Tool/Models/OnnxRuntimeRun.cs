using Fusion.Import;
using Fusion.Import.Fold;
using Fusion.Tool.Shell;
using Microsoft.ML.OnnxRuntime;

namespace Fusion.Tool.Models;

/// <summary>Runs a model in ONNX Runtime.</summary>
internal static class OnnxRuntimeRun
{
    /// <param name="open">Opens the model.</param>
    /// <param name="inputs">By their names; numbers are converted to what the model takes.</param>
    /// <returns>The results in the order of <paramref name="outputs"/>.</returns>
    /// <exception cref="ToolException">ONNX Runtime is not there, or refuses the model.</exception>
    public static float[][] Run(
        Func<InferenceSession> open, IReadOnlyDictionary<string, ConstantTensor> inputs, IReadOnlyList<Border> outputs)
    {
        OnnxRuntimeLibrary.Require();
        try
        {
            using InferenceSession session = open();
            NamedOnnxValue[] given = [.. session.InputNames.Where(inputs.ContainsKey)
                .Select(name => OnnxTensors.Of(name, inputs[name], session.InputMetadata[name].ElementType))];
            using var results = session.Run(given, [.. outputs.Select(border => border.ModelName)]);
            return [.. results.Select(OnnxTensors.Floats)];
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or NotSupportedException)
        {
            throw new ToolException($"ONNX Runtime refuses it: {exception.Message.ReplaceLineEndings(" ").Trim()}", exception);
        }
    }
}
