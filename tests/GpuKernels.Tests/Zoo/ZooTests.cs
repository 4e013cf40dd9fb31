using Fusion.Gpu;
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
        float[][] found = Run(zoo, 0, weights, input, batch: 1);
        for (int i = 0; i < found.Length; i++) Assert.InRange(Difference.Relative(expected[i], found[i]), 0, 1e-4);
    }

    [DeviceDataTheory("models/ppocr-cls-v2")]
    [InlineData("ppocr-cls", "models/ppocr-cls-v2")]
    [InlineData("minifasnet-v2", "models/minifasnet-v2")]
    [InlineData("resnet-20-cifar10", "models/resnet20-cifar10")]
    [InlineData("retinaface", "models/retinaface-mnet025")]
    public void Gives_what_other_engines_give(string name, string folder)
    {
        ZooNetwork zoo = ZooNetwork.Find(name)!;
        TensorFile input = TensorFile.Load($"{folder}/test_data_set_0/input_0.pb");
        float[] values = input.ChannelsLast();
        int batch = input.Dimensions[0];
        int variant = zoo.Info.Variants.ToList().FindIndex(v => v.Inputs[0].Elements * batch == values.Length);
        float[][] found = Run(zoo, variant, StateDict.Load(SharedData.Path($"{folder}/model.safetensors")), values, batch);
        for (int i = 0; i < found.Length; i++)
        {
            float[] expected = TensorFile.Load($"{folder}/test_data_set_0/output_{i}.pb").Values;
            Assert.InRange(Difference.Relative(expected, found[i]), 0, 1e-4);
        }
    }

    private static float[][] Run(ZooNetwork zoo, int variant, StateDict weights, float[] input, int batch)
    {
        CompiledGpuNetwork compiled = CompiledGpuNetwork.Build([GraphText.Parse(zoo.Info.Variants[variant].Graph)])[0];
        float[][] found = zoo.Outputs(variant, batch);
        using var network = new NetworkRun(compiled, weights, new GpuOptions { Batch = batch });
        network.Run([input], found);
        return found;
    }
}
