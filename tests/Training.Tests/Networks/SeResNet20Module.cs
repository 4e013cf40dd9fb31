using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary>Squeeze and excitation in TorchSharp.</summary>
internal sealed class SqueezeExciteModule : Module<torch.Tensor, torch.Tensor>
{
    private readonly Module<torch.Tensor, torch.Tensor> fc1, fc2;

    public SqueezeExciteModule(int channels, int squeezed) : base(nameof(SqueezeExciteModule))
    {
        fc1 = Conv2d(channels, squeezed, 1);
        fc2 = Conv2d(squeezed, channels, 1);
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor x) =>
        x * functional.sigmoid(fc2.call(functional.relu(fc1.call(functional.adaptive_avg_pool2d(x, 1)))));
}

/// <summary>The block of the network SeResNet20 in TorchSharp.</summary>
internal sealed class SeBasicBlockModule : Module<torch.Tensor, torch.Tensor>
{
    private readonly Module<torch.Tensor, torch.Tensor> conv1, bn1, conv2, bn2, se;
    private readonly Module<torch.Tensor, torch.Tensor>? downsample;

    public SeBasicBlockModule(int inputs, int width, int stride) : base(nameof(SeBasicBlockModule))
    {
        conv1 = Conv2d(inputs, width, 3, stride, 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, 1, 1, bias: false);
        bn2 = BatchNorm2d(width);
        se = new SqueezeExciteModule(width, width / 4);
        if (stride != 1 || inputs != width)
            downsample = Sequential(("0", Conv2d(inputs, width, 1, stride, bias: false)), ("1", BatchNorm2d(width)));
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor x)
    {
        torch.Tensor y = se.call(bn2.call(conv2.call(functional.relu(bn1.call(conv1.call(x))))));
        return functional.relu(y + (downsample is null ? x : downsample.call(x)));
    }
}

/// <summary>The network SeResNet20 in TorchSharp.</summary>
internal sealed class SeResNet20Module : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> conv1, bn1, layer1, layer2, layer3, linear;

    public SeResNet20Module() : base("SeResNet20")
    {
        conv1 = Conv2d(3, 16, 3, 1, 1, bias: false);
        bn1 = BatchNorm2d(16);
        layer1 = Stage(16, 16, 1);
        layer2 = Stage(16, 32, 2);
        layer3 = Stage(32, 64, 2);
        linear = Linear(64, 10);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor x = functional.relu(bn1.call(conv1.call(images)));
        x = layer3.call(layer2.call(layer1.call(x)));
        return new Dictionary<string, torch.Tensor> { ["output"] = linear.call(x.mean([2, 3])) };
    }

    private static TorchSharp.Modules.Sequential Stage(int inputs, int width, int stride) => Sequential(
        ("0", new SeBasicBlockModule(inputs, width, stride)),
        ("1", new SeBasicBlockModule(width, width, 1)),
        ("2", new SeBasicBlockModule(width, width, 1)));
}
