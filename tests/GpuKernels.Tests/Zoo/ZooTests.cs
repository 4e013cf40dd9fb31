using Fusion.Kernels.Tests.Support;
using Fusion.Zoo;
using Fusion.Zoo.Tests;
using ZooWeights = Fusion.Zoo.Tests.RandomWeights;

namespace Fusion.Kernels.Tests.Zoo;

/// <summary>The zoo's networks on a device.</summary>
public sealed class ZooTests
{
    public static TheoryData<string> Networks => [.. ZooOnGpu.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Agrees_with_the_kernels_of_the_CPU(string name)
    {
        ZooNetwork zoo = ZooNetwork.FindAny(name)!;
        StateDict weights = ZooWeights.Make(zoo.Info, seed: 11);
        float[] input = ZooWeights.Input(zoo.Info.Variants[0].Inputs[0].Elements, seed: 5);
        using Network network = zoo.Load(weights, new NetworkOptions());
        float[][] expected = zoo.Outputs();
        zoo.Run(network, input, expected);
        float[][] found = ZooOnGpu.Run(zoo, 0, weights, input, batch: 1);
        for (int i = 0; i < found.Length; i++) Assert.InRange(Difference.Relative(expected[i], found[i]), 0, 1e-4);
    }
}
