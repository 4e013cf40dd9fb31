using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Benchmarks.Networks;

/// <summary><see cref="MobileNetV2"/> in TorchSharp.</summary>
internal sealed class MobileNetV2Module : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> features, classifier;

    public MobileNetV2Module() : base(nameof(MobileNetV2))
    {
        List<Module<torch.Tensor, torch.Tensor>> layers = [InvertedResidualModule.ConvNorm(3, 32, 3, 2)];
        int channels = 32;
        foreach (var (expand, outputs, repeat, stride) in new[]
        {
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        })
        {
            for (int i = 0; i < repeat; i++)
            {
                layers.Add(new InvertedResidualModule(channels, expand, outputs, i == 0 ? stride : 1));
                channels = outputs;
            }
        }
        layers.Add(InvertedResidualModule.ConvNorm(channels, 1280, 1));
        features = Sequential(layers);
        classifier = Sequential(Identity(), Linear(1280, 1000));
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images) =>
        new Dictionary<string, torch.Tensor> { ["output"] = classifier.call(features.call(images).mean([2, 3])) };
}
