using Fusion.Benchmarks;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Schedule.Cpu;
using Storage = Fusion.Compiler.WeightStorage;

namespace Fusion.Zoo.Tests;

/// <summary>
/// What BF16 costs in accuracy: real pre-trained networks with every weight in it, also the small ones that would stay floats, against the
/// outputs that other engines give with floats.
/// </summary>
public class NarrowWeightsTests
{
    [DataTheory("models")]
    [InlineData("ppocr-cls", "ppocr-cls-v2", 1e-2)]
    [InlineData("minifasnet-v2", "minifasnet-v2", 1e-2)]
    [InlineData("resnet-20-cifar10", "resnet20-cifar10", 1e-2)]
    [InlineData("retinaface", "retinaface-mnet025", 4e-2)]
    public void Real_networks_keep_their_answers(string name, string folder, double tolerance)
    {
        ZooNetwork zoo = ZooNetwork.Find(name)!;
        StateDict weights = StateDict.Load(SharedData.Path($"models/{folder}/model.safetensors"));
        double worst = 0;
        for (int set = 0; SharedData.Has($"models/{folder}/test_data_set_{set}/input_0.pb"); set++)
        {
            TensorFile input = TensorFile.Load($"models/{folder}/test_data_set_{set}/input_0.pb");
            float[] values = input.ChannelsLast();
            int batch = input.Dimensions[0];
            NetworkVariant variant = zoo.Info.Variants.First(v => v.Inputs[0].Elements * batch == values.Length);
            var layer = new SingleLayer(name, GraphText.Parse(variant.Graph));
            CompiledLayer narrow = LayerCompiler.Compile([layer], _ =>
                ScheduleOptions.Default with { Weights = Storage.BFloat16, LeastNarrowWeights = 1 })[0];
            using Network network = narrow.Load(weights, new NetworkOptions());
            float[][] found = [.. variant.Outputs.Select(output => new float[batch * output.Elements])];
            narrow.Run(network, values, found);
            for (int i = 0; i < found.Length; i++)
            {
                float[] expected = TensorFile.Load($"models/{folder}/test_data_set_{set}/output_{i}.pb").Values;
                worst = Math.Max(worst, Difference.Relative(expected, found[i]));
                int classes = (int)variant.Outputs[i].Elements;
                // A detector's outputs are no classes of one thing.
                for (int sample = 0; sample < batch && found.Length == 1; sample++)
                    Assert.Equal(Best(expected.AsSpan(sample * classes, classes)), Best(found[i].AsSpan(sample * classes, classes)));
            }
        }

        // Above the error of floats, or BF16 was not there.
        Assert.InRange(worst, 1e-4, tolerance);

        static int Best(ReadOnlySpan<float> values)
        {
            int best = 0;
            for (int i = 1; i < values.Length; i++)
                if (values[i] > values[best]) best = i;
            return best;
        }
    }
}
