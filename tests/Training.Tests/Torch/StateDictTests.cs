using Fusion.Training.Tests.Networks;
using TorchSharp;

namespace Fusion.Training.Tests.Torch;

/// <summary>Weights between networks and modules, both ways.</summary>
public sealed class StateDictTests
{
    [TorchFact]
    public void A_module_with_the_weights_of_a_network_computes_the_same()
    {
        StateDict weights = NetworkWeights.Initialize(SeResNet20.Description, seed: 5);
        using var network = SeResNet20.Load(weights);
        using var module = new SeResNet20Module();
        module.LoadStateDict(weights);
        module.eval();

        float[] images = Array.ConvertAll(RandomValues.Normal(6, 2 * 16 * 16 * 3), value => (float)value), found = new float[2 * 10];
        network.Run(images, found);
        using torch.Tensor tensor = torch.tensor(images, [2, 16, 16, 3]).permute(0, 3, 1, 2).contiguous();
        float[] expected = module.Run(tensor)["output"].detach().data<float>().ToArray();
        for (int i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 1e-4f);
    }

    [TorchFact]
    public void What_a_module_has_learnt_loads_into_the_network_bit_by_bit()
    {
        StateDict weights = NetworkWeights.Initialize(SeResNet20.Description, seed: 7);
        using var module = new SeResNet20Module();
        module.LoadStateDict(weights);
        module.to(torch.float64);
        StateDict back = module.ToStateDict();
        Assert.Equal(weights.Tensors.Select(tensor => tensor.Name).Order(), back.Tensors.Select(tensor => tensor.Name).Order());
        foreach (WeightTensor tensor in weights.Tensors)
        {
            Assert.Equal(tensor.Dimensions, back[tensor.Name].Dimensions);
            Assert.Equal(tensor.Values, back[tensor.Name].Values);
        }
        using var network = SeResNet20.Load(back);
    }

    [TorchFact]
    public void Weights_that_do_not_fit_change_nothing_and_are_all_listed()
    {
        using var module = new TinyModule();
        StateDict before = module.ToStateDict(), weights = new();
        foreach (WeightTensor tensor in before.Tensors.Where(tensor => tensor.Name != "linear.bias"))
            weights.Add(tensor.Name, tensor.Name == "conv1.bias" ? [3, 2] : tensor.Dimensions, new float[tensor.Values.Length]);
        weights.Add("head.weight", [1], [0]);
        var refusal = Assert.Throws<WeightsException>(() => module.LoadStateDict(weights));
        Assert.Equal(
            ["conv1.bias: shape [3, 2] was found; [6] was expected.", "linear.bias: missing; [10] was expected.",
             "head.weight: unexpected; F32 [1] was found, and Tiny has no such tensor."],
            refusal.Problems);
        foreach (WeightTensor tensor in before.Tensors) Assert.Equal(tensor.Values, module.ToStateDict()[tensor.Name].Values);
    }
}
