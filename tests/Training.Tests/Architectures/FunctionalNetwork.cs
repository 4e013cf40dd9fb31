using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Architectures;

/// <summary>Weights as tensors in double precision, and the layers that read them by their paths: a network in TorchSharp that is a
/// function.</summary>
internal sealed class FunctionalNetwork
{
    private readonly Dictionary<string, torch.Tensor> _tensors;

    public FunctionalNetwork(StateDict weights) => _tensors = weights.Tensors.ToDictionary(tensor => tensor.Name, tensor => torch.tensor(
        Array.ConvertAll(tensor.Values.ToArray(), value => (double)value), [.. tensor.Dimensions.Select(size => (long)size)],
        requires_grad: !tensor.Name.Contains(".running_")));

    public torch.Tensor this[string name] => _tensors[name];

    public IEnumerable<(string Name, torch.Tensor Tensor)> Tensors => _tensors.Select(pair => (pair.Key, pair.Value));

    /// <summary>Takes layers out of what is trained.</summary>
    public FunctionalNetwork Freeze(params string[] paths)
    {
        foreach (var (name, tensor) in _tensors)
            if (paths.Any(path => name.StartsWith(path + ".", StringComparison.Ordinal))) tensor.requires_grad = false;
        return this;
    }

    public torch.Tensor Linear(string path, torch.Tensor x) => functional.linear(x, this[path + ".weight"], Bias(path));

    /// <param name="x">(N, C, H, W).</param>
    public torch.Tensor Conv(string path, torch.Tensor x, int stride = 1, int padding = 0, int groups = 1) =>
        functional.conv2d(x, this[path + ".weight"], Bias(path), [stride, stride], [padding, padding], [1, 1], groups);

    /// <param name="x">(N, C, L).</param>
    public torch.Tensor Conv1(string path, torch.Tensor x, int dilation = 1, int groups = 1) =>
        functional.conv1d(x, this[path + ".weight"], Bias(path), 1, 0, dilation, groups);

    public torch.Tensor ConvTranspose(string path, torch.Tensor x, int stride, int padding = 0) => functional.conv_transpose2d(
        x, this[path + ".weight"], Bias(path), [stride, stride], [padding, padding]);

    /// <summary>With the batch's statistics, which move the running ones; with these, where the layer is frozen.</summary>
    public torch.Tensor BatchNorm(string path, torch.Tensor x) => functional.batch_norm(
        x, this[path + ".running_mean"], this[path + ".running_var"], this[path + ".weight"], this[path + ".bias"],
        this[path + ".weight"].requires_grad);

    /// <param name="x">(…, C).</param>
    public torch.Tensor LayerNorm(string path, torch.Tensor x) =>
        functional.layer_norm(x, [x.shape[^1]], this[path + ".weight"], this[path + ".bias"]);

    public torch.Tensor GroupNorm(string path, torch.Tensor x, int groups) =>
        functional.group_norm(x, groups, this[path + ".weight"], this[path + ".bias"]);

    private torch.Tensor? Bias(string path) => _tensors.GetValueOrDefault(path + ".bias");
}
