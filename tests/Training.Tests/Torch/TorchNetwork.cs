using TorchSharp;

namespace Fusion.Training.Tests.Torch;

/// <summary>A declared network, written again as a module of TorchSharp with parameters of the same names.</summary>
internal abstract class TorchNetwork(string name) : torch.nn.Module(name)
{
    /// <summary>The outputs by their names, in PyTorch's order: (N, C, H, W), or (N, C).</summary>
    /// <param name="images">(N, C, H, W).</param>
    public abstract IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images);
}
