using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary>The block of the network SmallMobileNetV2 in TorchSharp.</summary>
internal sealed class InvertedResidualModule : Module<torch.Tensor, torch.Tensor>
{
    private readonly bool _hasShortcut;
    private readonly Module<torch.Tensor, torch.Tensor> conv;

    public InvertedResidualModule(int inputs, int expand, int outputs, int stride) : base(nameof(InvertedResidualModule))
    {
        _hasShortcut = stride == 1 && inputs == outputs;
        int hidden = expand * inputs;
        List<Module<torch.Tensor, torch.Tensor>> layers =
        [
            .. expand > 1 ? [ConvNorm(inputs, hidden, 1)] : Array.Empty<Module<torch.Tensor, torch.Tensor>>(),
            ConvNorm(hidden, hidden, 3, stride, hidden),
            Conv2d(hidden, outputs, 1, bias: false),
            BatchNorm2d(outputs),
        ];
        conv = Sequential(layers);
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor x) => _hasShortcut ? x + conv.call(x) : conv.call(x);

    public static Module<torch.Tensor, torch.Tensor> ConvNorm(int inputs, int outputs, int kernel, int stride = 1, int groups = 1) =>
        Sequential(Conv2d(inputs, outputs, kernel, stride, kernel / 2, groups: groups, bias: false), BatchNorm2d(outputs), ReLU6());
}

/// <summary>The network SmallMobileNetV2 in TorchSharp.</summary>
internal sealed class SmallMobileNetV2Module : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> features, classifier;

    public SmallMobileNetV2Module() : base("SmallMobileNetV2")
    {
        features = Sequential(
            InvertedResidualModule.ConvNorm(3, 8, 3),
            new InvertedResidualModule(8, 1, 8, 1),
            new InvertedResidualModule(8, 6, 12, 2),
            new InvertedResidualModule(12, 6, 12, 1),
            new InvertedResidualModule(12, 6, 16, 2),
            new InvertedResidualModule(16, 6, 16, 1),
            InvertedResidualModule.ConvNorm(16, 32, 1));
        classifier = Sequential(Identity(), Linear(32, 10));
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images) =>
        new Dictionary<string, torch.Tensor> { ["output"] = classifier.call(features.call(images).mean([2, 3])) };
}
