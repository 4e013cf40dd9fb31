using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary><see cref="SmallSe"/> in TorchSharp.</summary>
internal sealed class SmallSeModule : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> stem, body, deep, linear;

    public SmallSeModule() : base(nameof(SmallSe))
    {
        stem = Sequential(Conv2d(3, 12, 3, 1, 1, bias: false), BatchNorm2d(12), ReLU());
        body = Sequential(Conv2d(12, 12, 3, 1, 1, bias: false), BatchNorm2d(12), new SqueezeExciteModule(12, 3));
        deep = Sequential(Conv2d(12, 24, 3, 2, 1, bias: false), BatchNorm2d(24), ReLU(), MaxPool2d(2));
        linear = Linear(24, 10);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor wide = stem.call(images);
        torch.Tensor x = deep.call(functional.relu(wide + body.call(wide)));
        return new Dictionary<string, torch.Tensor> { ["output"] = linear.call(x.mean([2, 3])) };
    }
}
