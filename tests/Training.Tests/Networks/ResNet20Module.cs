using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary>The block of the network ResNet20 in TorchSharp.</summary>
internal sealed class BasicBlockModule : Module<torch.Tensor, torch.Tensor>
{
    private readonly int _stride;
    private readonly Module<torch.Tensor, torch.Tensor> conv1, bn1, conv2, bn2;

    public BasicBlockModule(int inputs, int width, int stride) : base(nameof(BasicBlockModule))
    {
        _stride = stride;
        conv1 = Conv2d(inputs, width, 3, stride, 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, 1, 1, bias: false);
        bn2 = BatchNorm2d(width);
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor x)
    {
        torch.Tensor y = bn2.call(conv2.call(functional.relu(bn1.call(conv1.call(x)))));
        return functional.relu(y + (_stride == 1 ? x : Shortcut(x)));
    }

    private static torch.Tensor Shortcut(torch.Tensor x)
    {
        torch.Tensor picked = x.slice(2, 0, x.shape[2], 2).slice(3, 0, x.shape[3], 2);
        return functional.pad(picked, [0, 0, 0, 0, x.shape[1] / 2, x.shape[1] / 2]);
    }
}

/// <summary>The network ResNet20 in TorchSharp, for pictures of any size.</summary>
internal sealed class ResNet20Module : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> conv1, bn1, layer1, layer2, layer3, linear;

    public ResNet20Module() : base("ResNet20")
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
        ("0", new BasicBlockModule(inputs, width, stride)),
        ("1", new BasicBlockModule(width, width, 1)),
        ("2", new BasicBlockModule(width, width, 1)));
}
