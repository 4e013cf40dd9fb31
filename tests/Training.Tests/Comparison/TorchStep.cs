using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Operations;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Comparison;

/// <summary>A step by TorchSharp's automatic differentiation, on one thread.</summary>
internal static class TorchStep
{
    public static StepResult Run(NetworkPair pair, StepInput input, torch.ScalarType type, FrozenLayers? frozen = null)
    {
        torch.set_num_threads(1);
        using var scope = torch.NewDisposeScope();
        using TorchNetwork network = pair.Module();
        network.to(type);
        TorchWeights.Load(network, input.Parameters);
        network.train();
        Freeze(network, frozen ?? FrozenLayers.None);

        Node image = pair.Graph.Inputs.Single();
        var outputs = network.Run(Given(((Input)image.Operation).Name, image.Shape));
        var losses = pair.Losses.ToDictionary(
            loss => loss.Term.Name, loss => loss.Function([.. loss.Term.Operands.Select(operand =>
                operand.Given is null ? outputs[operand.Name] : Given(operand.Name, operand.Given))]));
        pair.Losses.Select(loss => losses[loss.Term.Name] * loss.Term.Weight).Aggregate((sum, term) => sum + term).backward();

        return new StepResult(
            outputs.ToDictionary(pair => pair.Key, pair => TorchLayout.ToChannelsLast(pair.Value)),
            losses.ToDictionary(pair => pair.Key, pair => TorchLayout.ToValues(pair.Value)),
            network.named_parameters().Where(pair => pair.parameter.requires_grad)
                .ToDictionary(pair => pair.name, pair => TorchLayout.ToValues(pair.parameter.grad!)),
            TorchWeights.Buffers(network).ToDictionary(pair => pair.Name, pair => TorchLayout.ToValues(pair.Tensor)));

        torch.Tensor Given(string name, Shape sample) =>
            TorchLayout.ToTensor(input.Values[name], Batched.Of(sample, input.Samples), type);
    }

    /// <summary>A frozen norm also keeps to its running statistics.</summary>
    private static void Freeze(TorchNetwork network, FrozenLayers frozen)
    {
        foreach (var (name, module) in network.named_modules())
            if (frozen.Contains(name)) module.eval();
        foreach (var (name, parameter) in network.named_parameters())
            if (frozen.Contains(name)) parameter.requires_grad = false;
    }
}
