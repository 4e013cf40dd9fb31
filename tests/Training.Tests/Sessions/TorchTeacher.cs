using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Training.Tests.Sessions;

/// <summary>A teacher in TorchSharp, which runs as it was trained: its norms with their running statistics, and without
/// gradients.</summary>
internal sealed class TorchTeacher : IDisposable
{
    private readonly TorchNetwork _module;

    private TorchTeacher(TorchNetwork module) => _module = module;

    public static TorchTeacher Start(TorchNetwork module, StateDict weights)
    {
        module.to(ScalarType.Float64);
        TorchWeights.Load(module, weights.Tensors.ToDictionary(
            tensor => tensor.Name, tensor => Array.ConvertAll(tensor.Values.ToArray(), value => (double)value)));
        module.eval();
        return new TorchTeacher(module);
    }

    /// <returns>One of the module's results, as a value that nothing flows back through.</returns>
    public torch.Tensor Show(float[] images, string result)
    {
        using IDisposable off = no_grad();
        return _module.Run(TorchTraining.Images(images))[result].detach();
    }

    /// <returns>The same, in the order of PyTorch.</returns>
    public float[] Run(float[] images, string result) =>
        Array.ConvertAll(TorchLayout.ToValues(Show(images, result)), value => (float)value);

    public void Dispose() => _module.Dispose();
}
