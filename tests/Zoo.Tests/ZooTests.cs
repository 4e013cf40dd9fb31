namespace Fusion.Zoo.Tests;

/// <summary>The whole zoo on seeded random weights.</summary>
public class ZooTests
{
    public static TheoryData<string, int> Networks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (ZooNetwork zoo in ZooNetwork.All.Concat(ZooNetwork.Blocks))
                for (int variant = 0; variant < zoo.Info.Variants.Count; variant++) data.Add(zoo.Name, variant);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Agrees_with_onnx_runtime(string name, int variant)
    {
        ZooNetwork zoo = ZooNetwork.FindAny(name)!;
        StateDict weights = RandomWeights.Make(zoo.Info, seed: 11);
        float[] input = RandomWeights.Input(zoo.Info.Variants[variant].Inputs[0].Elements, seed: 5);
        using var session = new OnnxSession(zoo.Info, variant, weights);
        using Network network = zoo.Load(weights, new NetworkOptions());
        float[][] expected = session.Run(input), found = zoo.Outputs(variant);
        zoo.Run(network, input, found);
        for (int i = 0; i < found.Length; i++) Assert.InRange(Difference.Relative(expected[i], found[i]), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gives_the_same_bits_on_every_back_end_and_for_any_number_of_threads(string name, int variant)
    {
        ZooNetwork zoo = ZooNetwork.FindAny(name)!;
        StateDict weights = RandomWeights.Make(zoo.Info, seed: 3);
        float[] input = RandomWeights.Input(zoo.Info.Variants[variant].Inputs[0].Elements, seed: 4);
        float[][]? first = null;
        foreach (NetworkOptions options in Backends.All)
        {
            using Network network = zoo.Load(weights, options);
            float[][] found = zoo.Outputs(variant);
            zoo.Run(network, input, found);
            first ??= found;
            Difference.AssertEqualBits(first, found, $"{name}, {options.Describe()}");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Runs_without_allocating(string name, int variant)
    {
        ZooNetwork zoo = ZooNetwork.FindAny(name)!;
        float[] input = RandomWeights.Input(zoo.Info.Variants[variant].Inputs[0].Elements, seed: 1);
        float[][] outputs = zoo.Outputs(variant);
        using Network network = zoo.Load(NetworkWeights.Initialize(zoo.Info, seed: 1), new NetworkOptions { Threads = 2 });
        zoo.Run(network, input, outputs);
        zoo.Run(network, input, outputs);
        Assert.Equal(0, Allocations.Least(() => zoo.Run(network, input, outputs)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Runs_a_batch_as_it_runs_its_samples(string name, int variant)
    {
        ZooNetwork zoo = ZooNetwork.FindAny(name)!;
        int length = (int)zoo.Info.Variants[variant].Inputs[0].Elements;
        float[] input = RandomWeights.Input(2L * length, seed: 8);
        using Network network = zoo.Load(NetworkWeights.Initialize(zoo.Info, seed: 2), new NetworkOptions());
        float[][] batch = zoo.Outputs(variant, batch: 2), one = zoo.Outputs(variant);
        zoo.Run(network, input, batch);
        zoo.Run(network, input.AsSpan(length), one);
        Difference.AssertEqualBits([.. batch.Select(output => output[(output.Length / 2)..])], one, name);
    }
}
