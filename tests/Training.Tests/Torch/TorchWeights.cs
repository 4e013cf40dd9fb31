using TorchSharp;

namespace Fusion.Training.Tests.Torch;

/// <summary>The state dict of a module.</summary>
internal static class TorchWeights
{
    /// <summary>A counter that PyTorch's norms keep and that nothing reads.</summary>
    private const string Counter = ".num_batches_tracked";

    /// <summary>Gives every parameter and buffer its values; the names on both sides must be the same.</summary>
    public static void Load(torch.nn.Module module, IReadOnlyDictionary<string, double[]> values)
    {
        var tensors = module.named_parameters().Select(pair => (Name: pair.name, Tensor: (torch.Tensor)pair.parameter))
            .Concat(Buffers(module)).ToDictionary(pair => pair.Name, pair => pair.Tensor);
        Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), values.Keys.Order(StringComparer.Ordinal));
        using var _ = torch.no_grad();
        foreach (var (name, tensor) in tensors) tensor.copy_(torch.tensor(values[name], tensor.shape));
    }

    /// <summary>The running statistics of every norm.</summary>
    public static IEnumerable<(string Name, torch.Tensor Tensor)> Buffers(torch.nn.Module module) =>
        module.named_buffers().Where(pair => !pair.name.EndsWith(Counter, StringComparison.Ordinal));
}
