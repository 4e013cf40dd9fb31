using System.Runtime.InteropServices;
using TorchSharp;

namespace Fusion.Training;

/// <summary>Between PyTorch's order, (N, C, H, W), and that of the kernels, channels last.</summary>
internal static class Features
{
    /// <summary>Whether a tensor has the shape, the type and the place that the kernels read.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void Check(torch.Tensor tensor, TensorInfo expected, string parameter)
    {
        long[] shape = [expected.Dimensions[0], expected.Dimensions[^1], .. expected.Dimensions.Skip(1).SkipLast(1)];
        if (!tensor.shape.SequenceEqual(shape))
            throw new ArgumentException(
                $"{parameter}: a tensor ({string.Join(", ", tensor.shape)}) was given; ({string.Join(", ", shape)}) was expected, the "
                + "declared batch of samples with their channels first.", parameter);
        if (tensor.dtype != torch.ScalarType.Float32 || tensor.device_type != DeviceType.CPU)
            throw new ArgumentException(
                $"{parameter}: a tensor of {tensor.dtype} on {tensor.device} was given; Float32 on the processor was expected, as after "
                + "'.to(torch.float32).cpu()'.", parameter);
    }

    /// <returns>A view where the memory has this order already, else a copy.</returns>
    public static torch.Tensor ChannelsLast(torch.Tensor tensor)
    {
        using torch.Tensor moved = tensor.detach().movedim([1], [-1]);
        return moved.contiguous();
    }

    public static torch.Tensor ChannelsSecond(torch.Tensor tensor) => tensor.movedim([-1], [1]);

    /// <summary>The memory of a tensor whose elements lie one behind the other.</summary>
    public static Span<float> Values(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
