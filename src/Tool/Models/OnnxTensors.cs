using Fusion.Import.Fold;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fusion.Tool.Models;

/// <summary>Tensors as ONNX Runtime takes and gives them.</summary>
internal static class OnnxTensors
{
    /// <exception cref="NotSupportedException">The type is not known here.</exception>
    public static NamedOnnxValue Of(string name, ConstantTensor tensor, Type type) =>
        type == typeof(float) ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(tensor.Floats, tensor.Dimensions))
        : type == typeof(double) ? Each(name, tensor, number => number)
        : type == typeof(Float16) ? Each(name, tensor, number => (Float16)(float)number)
        : type == typeof(BFloat16) ? Each(name, tensor, number => (BFloat16)(float)number)
        : type == typeof(long) ? Each(name, tensor, number => (long)number)
        : type == typeof(int) ? Each(name, tensor, number => (int)number)
        : type == typeof(short) ? Each(name, tensor, number => (short)number)
        : type == typeof(sbyte) ? Each(name, tensor, number => (sbyte)number)
        : type == typeof(byte) ? Each(name, tensor, number => (byte)number)
        : type == typeof(ushort) ? Each(name, tensor, number => (ushort)number)
        : type == typeof(uint) ? Each(name, tensor, number => (uint)number)
        : type == typeof(ulong) ? Each(name, tensor, number => (ulong)number)
        : type == typeof(bool) ? Each(name, tensor, number => number != 0)
        : throw new NotSupportedException($"its input '{name}' holds {type.Name}");

    /// <exception cref="NotSupportedException">The result holds no numbers.</exception>
    public static float[] Floats(NamedOnnxValue value) => value.Value switch
    {
        Tensor<float> numbers => numbers.ToArray(),
        Tensor<double> numbers => [.. numbers.Select(number => (float)number)],
        Tensor<Float16> numbers => [.. numbers.Select(number => (float)number)],
        Tensor<BFloat16> numbers => [.. numbers.Select(number => (float)number)],
        Tensor<long> numbers => [.. numbers.Select(number => (float)number)],
        Tensor<int> numbers => [.. numbers.Select(number => (float)number)],
        Tensor<sbyte> numbers => [.. numbers.Select(number => (float)number)],
        Tensor<byte> numbers => [.. numbers.Select(number => (float)number)],
        Tensor<bool> numbers => [.. numbers.Select(number => number ? 1f : 0)],
        _ => throw new NotSupportedException($"its result '{value.Name}' holds no numbers that are known"),
    };

    private static NamedOnnxValue Each<T>(string name, ConstantTensor tensor, Func<double, T> convert) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(Array.ConvertAll(tensor.Numbers, number => convert(number)),
            tensor.Dimensions));
}
