using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary><see cref="Master"/> in TorchSharp; its results are the logits and what it taps.</summary>
internal sealed class MasterModule : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> stem, features, deep, linear;

    public MasterModule() : base(nameof(Master))
    {
        stem = Sequential(Conv2d(3, 8, 3, 2, 1, bias: false), BatchNorm2d(8), ReLU());
        features = Sequential(Conv2d(8, 12, 3, 1, 1, bias: false), BatchNorm2d(12));
        deep = Sequential(Conv2d(12, 10, 3, 2, 1, bias: false), BatchNorm2d(10), SiLU());
        linear = Linear(10, 10);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor tapped = features.call(stem.call(images)), last = deep.call(functional.relu(tapped));
        return new Dictionary<string, torch.Tensor>
        {
            ["output"] = linear.call(last.mean([2, 3])),
            [nameof(Master.Features)] = tapped,
            [nameof(Master.Deep)] = last,
        };
    }
}

/// <summary><see cref="Pupil"/> in TorchSharp, with the connectors that are trained beside it; its results are the logits and what it
/// taps.</summary>
internal sealed class PupilModule : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> stage, last, linear;
    private readonly Dictionary<string, ConnectorModule> _connectors;

    public PupilModule(params ConnectorModule[] connectors) : base(nameof(Pupil))
    {
        stage = Sequential(Conv2d(3, 6, 3, 2, 1, bias: false), BatchNorm2d(6));
        last = Conv2d(6, 10, 3, 2, 1);
        linear = Linear(10, 10);
        _connectors = connectors.ToDictionary(connector => connector.Alignment);
        RegisterComponents();
        foreach (var (name, connector) in _connectors) register_module(name, connector);
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor tapped = stage.call(images), deep = functional.silu(last.call(functional.relu(tapped)));
        return new Dictionary<string, torch.Tensor>
        {
            ["output"] = linear.call(deep.mean([2, 3])),
            [nameof(Pupil.Stage)] = tapped,
            [nameof(Pupil.Last)] = deep,
        };
    }

    public torch.Tensor Connect(string alignment, torch.Tensor features) => _connectors[alignment].call(features);
}
