using Fusion.Compiler.Differentiate;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Comparison;

/// <summary>A network and its losses, here and in TorchSharp.</summary>
/// <param name="Graph">Of the declared network, for one sample.</param>
/// <param name="Module">Makes the same network in TorchSharp; its parameters have any values.</param>
internal sealed record NetworkPair(Graph Graph, Func<TorchNetwork> Module, IReadOnlyList<LossPair> Losses)
{
    public NetworkPair(NetworkInfo network, Func<TorchNetwork> module, params IReadOnlyList<LossPair> losses)
        : this(GraphText.Parse(network.Variants[0].Graph), module, losses) { }

    public IReadOnlyList<LossTerm> Terms => [.. Losses.Select(loss => loss.Term)];

    public override string ToString() => Graph.Name;
}

/// <summary>A loss, here and in TorchSharp.</summary>
/// <param name="Function">The loss of its operands, which are in PyTorch's order, (N, C, H, W) or (N, C); without the term's
/// weight.</param>
/// <param name="Given">Draws one element of the operands that are inputs of the step.</param>
internal sealed record LossPair(LossTerm Term, Func<IReadOnlyList<torch.Tensor>, torch.Tensor> Function, Func<Random, double> Given);
