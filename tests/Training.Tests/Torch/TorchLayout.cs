using TorchSharp;

namespace Fusion.Training.Tests.Torch;

/// <summary>Between values of a training graph, channels last, and tensors, channels behind the samples.</summary>
internal static class TorchLayout
{
    /// <param name="batch">The shape of the value, samples first: (N, H, W, C).</param>
    /// <returns>(N, C, H, W).</returns>
    public static torch.Tensor ToTensor(double[] values, Shape batch, torch.ScalarType type) =>
        torch.tensor(values, [.. batch.Dimensions.Select(size => (long)size)]).movedim([-1], [1]).contiguous().to(type);

    /// <summary>The values of a tensor (N, C, H, W), channels last.</summary>
    public static double[] ToChannelsLast(torch.Tensor tensor) => ToValues(tensor.movedim([1], [-1]));

    /// <summary>The values of a tensor in its own order, which for parameters is that of the state dict.</summary>
    public static double[] ToValues(torch.Tensor tensor) => tensor.detach().to(torch.float64).contiguous().data<double>().ToArray();
}
