using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Benchmarks;

/// <summary>A training by TorchSharp: cross-entropy, and SGD with momentum.</summary>
internal sealed class TorchStep : IDisposable
{
    public const float LearningRate = 0.01f;

    private readonly TorchNetwork _module;
    private readonly torch.optim.Optimizer _optimizer;
    private readonly torch.Tensor _images;
    private readonly torch.Tensor _labels;

    public TorchStep(TrainedNetwork network, bool isChannelsLast)
    {
        var (images, labels) = network.Batch();
        long side = (long)Math.Sqrt(images.Length / network.Samples / 3);
        torch.Tensor last = torch.tensor(images, [network.Samples, side, side, 3]);
        // A view of channels-last memory is what TorchSharp has for that layout.
        _images = isChannelsLast ? last.permute(0, 3, 1, 2) : last.permute(0, 3, 1, 2).contiguous();
        _labels = torch.tensor(Array.ConvertAll(labels, label => (long)label));
        _module = network.Module();
        if (isChannelsLast)
        {
            using var _ = torch.no_grad();
            foreach (var (name, parameter) in _module.named_parameters())
                if (parameter.dim() == 4) parameter.set_(parameter.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        }
        _module.train();
        _optimizer = torch.optim.SGD(_module.parameters(), LearningRate, momentum: 0.9, weight_decay: 5e-4);
    }

    /// <summary>Goes on from other weights, whose names are the module's.</summary>
    public void Load(StateDict weights)
    {
        using var _ = torch.no_grad();
        foreach (var (name, parameter) in _module.named_parameters())
            parameter.copy_(torch.tensor(weights[name].Values.ToArray(), parameter.shape));
    }

    /// <returns>The loss.</returns>
    public float Run()
    {
        using var scope = torch.NewDisposeScope();
        _optimizer.zero_grad();
        torch.Tensor loss = torch.nn.functional.cross_entropy(_module.Run(_images)["output"], _labels);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _module.Dispose();
    }
}
