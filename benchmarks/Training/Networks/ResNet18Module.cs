using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Benchmarks.Networks;

/// <summary><see cref="ProjectedBlock"/> in TorchSharp.</summary>
internal sealed class ProjectedBlockModule : Module<torch.Tensor, torch.Tensor>
{
    private readonly Module<torch.Tensor, torch.Tensor> conv1, bn1, conv2, bn2;
    private readonly Module<torch.Tensor, torch.Tensor>? downsample;

    public ProjectedBlockModule(int inputs, int width, int stride) : base(nameof(ProjectedBlockModule))
    {
        conv1 = Conv2d(inputs, width, 3, stride, 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, 1, 1, bias: false);
        bn2 = BatchNorm2d(width);
        if (stride != 1 || inputs != width)
            downsample = Sequential(("0", Conv2d(inputs, width, 1, stride, bias: false)), ("1", BatchNorm2d(width)));
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor x)
    {
        torch.Tensor y = bn2.call(conv2.call(functional.relu(bn1.call(conv1.call(x)))));
        return functional.relu(y + (downsample is null ? x : downsample.call(x)));
    }
}

/// <summary><see cref="ResNet18"/> in TorchSharp.</summary>
internal sealed class ResNet18Module : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> conv1, bn1, layer1, layer2, layer3, layer4, fc;

    public ResNet18Module() : base(nameof(ResNet18))
    {
        conv1 = Conv2d(3, 64, 7, 2, 3, bias: false);
        bn1 = BatchNorm2d(64);
        layer1 = Stage(64, 64, 1);
        layer2 = Stage(64, 128, 2);
        layer3 = Stage(128, 256, 2);
        layer4 = Stage(256, 512, 2);
        fc = Linear(512, 1000);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor x = functional.max_pool2d(functional.relu(bn1.call(conv1.call(images))), 3, 2, 1);
        x = layer4.call(layer3.call(layer2.call(layer1.call(x))));
        return new Dictionary<string, torch.Tensor> { ["output"] = fc.call(x.mean([2, 3])) };
    }

    private static TorchSharp.Modules.Sequential Stage(int inputs, int width, int stride) => Sequential(
        ("0", new ProjectedBlockModule(inputs, width, stride)), ("1", new ProjectedBlockModule(width, width, 1)));
}
