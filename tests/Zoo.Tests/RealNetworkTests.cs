namespace Fusion.Zoo.Tests;

/// <summary>Real pre-trained networks, loaded from their files as they are, give the outputs that other engines give.</summary>
public class RealNetworkTests
{
    private const double Tolerance = 1e-4;

    [DataTheory("models/ppocr-cls-v2")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void PpOcr(int set) => Classifies("ppocr-cls", "models/ppocr-cls-v2", set);

    [DataTheory("models/minifasnet-v2")]
    [InlineData(0)]
    [InlineData(1)]
    public void MiniFasNet(int set) => Classifies("minifasnet-v2", "models/minifasnet-v2", set);

    [DataTheory("models/resnet20-cifar10")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ResNet20(int set) => Classifies("resnet-20-cifar10", "models/resnet20-cifar10", set);

    [DataFact("safetensors/burn-multi-layer")]
    public void Burn() => Classifies("burn-multi-layer", "safetensors/burn-multi-layer", 0);

    [DataFact("models/retinaface-mnet025")]
    public void RetinaFace()
    {
        var (expected, found) = Run("retinaface", "models/retinaface-mnet025", 0);
        // The same anchors are faces, whatever the threshold.
        foreach (float threshold in new[] { 0.02f, 0.5f, 0.9f, 0.99f })
            Assert.Equal(Faces(expected[1], threshold), Faces(found[1], threshold));
        Assert.NotEmpty(Faces(found[1], 0.99f));

        static int[] Faces(float[] scores, float threshold) =>
            [.. Enumerable.Range(0, scores.Length / 2).Where(i => scores[2 * i + 1] >= threshold)];
    }

    private static void Classifies(string name, string folder, int set)
    {
        var (expected, found) = Run(name, folder, set);
        int classes = (int)ZooNetwork.Find(name)!.Info.Variants[0].Outputs[0].Elements;
        for (int i = 0; i < expected[0].Length; i += classes)
            Assert.Equal(Best(expected[0].AsSpan(i, classes)), Best(found[0].AsSpan(i, classes)));

        static int Best(ReadOnlySpan<float> values)
        {
            int best = 0;
            for (int i = 1; i < values.Length; i++)
                if (values[i] > values[best]) best = i;
            return best;
        }
    }

    /// <summary>Runs a network on every back end, with one thread and two: the same bits, and close to what is expected.</summary>
    private static (float[][] Expected, float[][] Found) Run(string name, string folder, int set)
    {
        ZooNetwork zoo = ZooNetwork.Find(name)!;
        TensorFile input = TensorFile.Load($"{folder}/test_data_set_{set}/input_0.pb");
        float[] values = input.ChannelsLast();
        int batch = input.Dimensions[0];
        int variant = zoo.Info.Variants.ToList().FindIndex(v => v.Inputs[0].Elements * batch == values.Length);
        float[][] expected = [.. Enumerable.Range(0, zoo.Info.Variants[variant].Outputs.Count)
            .Select(i => TensorFile.Load($"{folder}/test_data_set_{set}/output_{i}.pb").Values)];
        StateDict weights = StateDict.Load(SharedData.Path($"{folder}/model.safetensors"));

        float[][]? first = null;
        foreach (NetworkOptions options in Backends.All)
        {
            using Network network = zoo.Load(weights, options);
            float[][] found = zoo.Outputs(variant, batch);
            zoo.Run(network, values, found);
            for (int i = 0; i < found.Length; i++)
                Assert.InRange(Difference.Relative(expected[i], found[i]), 0, Tolerance);
            first ??= found;
            Difference.AssertEqualBits(first, found, $"{name}, {options.Describe()}");
        }

        return (expected, first!);
    }
}
