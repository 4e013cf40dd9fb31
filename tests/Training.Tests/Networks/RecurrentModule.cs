using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary><see cref="Recurrent"/> in TorchSharp.</summary>
internal sealed class RecurrentModule : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> conv1, again, turn, linear;

    public RecurrentModule() : base(nameof(Recurrent))
    {
        conv1 = Conv2d(3, 6, 3, 2, 1);
        again = Sequential(Conv2d(6, 6, 3, 1, 1, bias: false), BatchNorm2d(6));
        turn = Linear(6, 6);
        linear = Linear(6, 10);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor x = Again(Again(functional.silu(conv1.call(images))));
        x = Again(functional.max_pool2d(x, 2, 2));
        return new Dictionary<string, torch.Tensor> { ["output"] = linear.call(Turn(Turn(x.mean([2, 3])))) };

        torch.Tensor Turn(torch.Tensor value) => functional.silu(turn.call(value));

        torch.Tensor Again(torch.Tensor value) => functional.silu(again.call(value));
    }
}
