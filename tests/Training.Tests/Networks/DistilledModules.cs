using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary><see cref="Master"/> in TorchSharp; its results are the logits and what it taps.</summary>
internal sealed class MasterModule : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> stem, features, linear;

    public MasterModule() : base(nameof(Master))
    {
        stem = Sequential(Conv2d(3, 8, 3, 2, 1, bias: false), BatchNorm2d(8), ReLU());
        features = Sequential(Conv2d(8, 12, 3, 1, 1, bias: false), BatchNorm2d(12));
        linear = Linear(12, 10);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor tapped = features.call(stem.call(images));
        return new Dictionary<string, torch.Tensor>
        {
            ["output"] = linear.call(functional.relu(tapped).mean([2, 3])),
            ["Features"] = tapped,
        };
    }
}

/// <summary><see cref="Pupil"/> in TorchSharp; its results are the logits and what it taps.</summary>
internal sealed class PupilModule : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> stage, last, linear;

    public PupilModule() : base(nameof(Pupil))
    {
        stage = Sequential(Conv2d(3, 6, 3, 2, 1, bias: false), BatchNorm2d(6));
        last = Conv2d(6, 8, 3, 1, 1);
        linear = Linear(8, 10);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor tapped = stage.call(images);
        return new Dictionary<string, torch.Tensor>
        {
            ["output"] = linear.call(functional.silu(last.call(functional.relu(tapped))).mean([2, 3])),
            ["Stage"] = tapped,
        };
    }
}
