using Fusion.Import;
using Fusion.Import.Cases;
using Fusion.Import.Fold;
using Fusion.Tool.Shell;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fusion.Tool.Models;

/// <summary>Runs a model in ONNX Runtime.</summary>
internal static class OnnxRuntimeRun
{
    /// <summary>The results for a data set, in the order of <paramref name="outputs"/>; null where ONNX Runtime is not there, refuses the
    /// model, or takes what is given here in no form that it knows.</summary>
    public static float[][]? TryRun(string model, DataSet set, IReadOnlyList<Border> outputs)
    {
        if (!OnnxRuntimeLibrary.IsPresent) return null;
        OnnxRuntimeLibrary.Require();
        try
        {
            using var session = new InferenceSession(model);
            NamedOnnxValue[] given = [.. session.InputNames
                .Zip(set.Inputs, (name, tensor) => Value(name, tensor, session.InputMetadata[name].ElementType))];
            using var results = session.Run(given, [.. outputs.Select(border => border.ModelName)]);
            return [.. results.Select(result => result.AsTensor<float>().ToArray())];
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or NotSupportedException or InvalidCastException)
        {
            return null;
        }
    }

    private static NamedOnnxValue Value(string name, ConstantTensor tensor, Type type) =>
        type == typeof(float) ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(tensor.Floats, tensor.Dimensions))
        : type == typeof(long) ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(tensor.Integers, tensor.Dimensions))
        : throw new NotSupportedException(type.Name);

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
