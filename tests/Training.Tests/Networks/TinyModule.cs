using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary><see cref="Tiny"/> in TorchSharp.</summary>
internal sealed class TinyModule : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> conv1, conv2, linear;

    public TinyModule() : base(nameof(Tiny))
    {
        conv1 = Conv2d(3, 6, 3, 2, 1);
        conv2 = Sequential(Conv2d(6, 8, 3, 1, 1), PReLU(1));
        linear = Linear(8, 10);
        RegisterComponents();
    }

    public void Freeze(string name)
    {
        foreach (var (parameter, value) in named_parameters())
            if (parameter.StartsWith(name + ".", StringComparison.Ordinal)) value.requires_grad = false;
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor x = conv2.call(functional.silu(conv1.call(images)));
        return new Dictionary<string, torch.Tensor> { ["output"] = linear.call(x.mean([2, 3])) };
    }
}
