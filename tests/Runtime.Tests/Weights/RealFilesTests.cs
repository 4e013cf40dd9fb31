namespace Fusion.Tests.Weights;

public sealed class RealFilesTests
{
    [DataTheory("models")]
    [InlineData("models/ppocr-cls-v2")]
    [InlineData("models/minifasnet-v2")]
    [InlineData("models/retinaface-mnet025")]
    [InlineData("models/resnet20-cifar10")]
    [InlineData("models/ultraface-slim-320")]
    [InlineData("models/burn-mnist-st")]
    [InlineData("safetensors/burn-multi-layer")]
    public void Real_files_load_and_survive_a_round_trip(string model)
    {
        string path = SharedData.Path(model + "/model.safetensors");
        StateDict weights = StateDict.Load(path);
        Assert.NotEmpty(weights.Tensors);
        Assert.All(weights.Tensors, tensor =>
            Assert.True(tensor.IsFloat || tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)));
        using FileStream file = File.OpenRead(path);
        StateDict streamed = StateDict.Load(file), read = WeightsFile.Open(path, map: false, default),
        mapped = WeightsFile.Open(path, map: true, default);

        var copy = new MemoryStream();
        weights.Save(copy);
        copy.Position = 0;
        StateDict again = StateDict.Load(copy);
        foreach (WeightTensor tensor in weights.Tensors.Where(tensor => tensor.IsFloat))
        {
            Assert.Equal(tensor.Values, again[tensor.Name].Values);
            Assert.Equal(tensor.Values, streamed[tensor.Name].Values);
            Assert.Equal(tensor.Values, read[tensor.Name].Values);
            Assert.Equal(tensor.Values, mapped[tensor.Name].Values);
        }
        read.Release();
        mapped.Release();
    }

    [DataFact("models/resnet20-cifar10/model.safetensors")]
    public void A_real_file_truncated_anywhere_is_refused()
    {
        byte[] file = File.ReadAllBytes(SharedData.Path("models/resnet20-cifar10/model.safetensors"));
        var random = new Random(5);
        for (int i = 0; i < 500; i++)
            Assert.Throws<WeightsException>(() => StateDict.Load(new MemoryStream(file, 0, i < 100 ? i : random.Next(file.Length))));
    }
}
