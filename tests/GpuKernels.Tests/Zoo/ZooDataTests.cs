using Fusion.Kernels.Tests.Support;
using Fusion.Zoo;
using Fusion.Zoo.Tests;

namespace Fusion.Kernels.Tests.Zoo;

/// <summary>Trained networks of the zoo on a device. A class of its own, so that it runs beside the others.</summary>
public sealed class ZooDataTests
{
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
        float[][] found = ZooOnGpu.Run(zoo, variant, StateDict.Load(SharedData.Path($"{folder}/model.safetensors")), values, batch);
        for (int i = 0; i < found.Length; i++)
        {
            float[] expected = TensorFile.Load($"{folder}/test_data_set_0/output_{i}.pb").Values;
            Assert.InRange(Difference.Relative(expected, found[i]), 0, 1e-4);
        }
    }
}
