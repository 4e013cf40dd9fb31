using Fusion.Gpu;
using Fusion.Import;
using Fusion.Import.Cases;
using Fusion.Kernels.Tests.Support;
using Xunit.Abstractions;

namespace Fusion.Kernels.Tests;

/// <summary>Real networks, imported and run on the device, against the outputs that they come with.</summary>
public sealed class ImportedModelTests(ITestOutputHelper output)
{
    /// <summary>Of many layers, or of large pictures: they take minutes where the CPU acts as the device. FUSION_TEST_WHOLE_ZOO=1 runs
    /// these, too.</summary>
    private static readonly string[] s_long = ["retinaface-mnet025", "minifasnet-v2", "ultraface-slim-320", "ppocr-cls-v2"];

    private static readonly string[] s_all =
    [
        "burn-mnist", "burn-mnist-st", "espcn-subpixel", "minifasnet-v2", "mnist-8", "ppocr-cls-v2", "resnet20-cifar10",
        "retinaface-mnet025", "squeezenet11-random", "super-resolution-10", "ultraface-slim-320",
    ];

    public static TheoryData<string> Models => [.. s_all.Where(model =>
        Environment.GetEnvironmentVariable("FUSION_TEST_WHOLE_ZOO") == "1" || !s_long.Contains(model))];

    [DeviceDataTheory("models")]
    [MemberData(nameof(Models))]
    public void OutputsAgree(string name)
    {
        CaseFolder read = CaseFolder.Read(SharedData.Path("models/" + name));
        string[] names = [.. read.Model.Graph.Inputs.Select(input => input.Name)];
        Assert.NotEmpty(read.Sets);
        foreach (var sets in read.Sets.GroupBy(set => string.Join(";", set.Inputs.Select(input => input.Title))))
        {
            ImportedModel model = read.Import(sets.First(), "Model");
            CompiledGpuNetwork compiled = CompiledGpuNetwork.Build([model.Graph])[0];
            var weights = new StateDict();
            foreach (var (path, tensor) in model.Weights) weights.Add(path, tensor.Dimensions, tensor.Floats);
            using var network = new NetworkRun(compiled, weights, new GpuOptions { Batch = model.Batch });
            foreach (DataSet set in sets) Check(model, set, names, network);
        }
    }

    private void Check(ImportedModel model, DataSet set, string[] names, NetworkRun network)
    {
        float[][] inputs = [.. model.Inputs.Select(border => border.ToNetwork(set.Inputs[Array.IndexOf(names, border.ModelName)].Floats))];
        float[][] outputs = [.. model.Graph.Outputs
            .Select(result => new float[model.Batch * model.Graph.Nodes[result.Node].Shape.Elements])];
        network.Run(inputs, outputs);
        for (int i = 0; i < set.Outputs.Count; i++)
        {
            float[] found = model.Outputs[i].ToModel(outputs[i]), expected = set.Outputs[i].Floats;
            Assert.Equal(expected.Length, found.Length);
            double largest = expected.Max(value => Math.Abs((double)value));
            double error = expected.Zip(found).Max(pair => Math.Abs((double)pair.First - pair.Second)) / largest;
            output.WriteLine($"{set.Name} {model.Outputs[i].ModelName}: {error:E2}");
            Assert.True(error < 1e-4, $"{set.Name} {model.Outputs[i].ModelName}: {error:E2}");
            Assert.DoesNotContain(found, float.IsNaN);
        }
    }
}
