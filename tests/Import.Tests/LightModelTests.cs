using Fusion.Import.Cases;
using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;
using Fusion.Kernels.Tests.Support;
using Xunit.Abstractions;

namespace Fusion.Import.Tests;

/// <summary>Architectures with constant weights. Every result is the same number, so that inner values, computed with ONNX Runtime, are
/// compared as well.</summary>
public class LightModelTests(ITestOutputHelper output)
{
    public static TheoryData<string> Folders
    {
        get
        {
            var folders = new TheoryData<string>();
            if (!SharedData.Has("onnx-light")) folders.Add("onnx-light");
            else foreach (string folder in Directory.EnumerateDirectories(SharedData.Path("onnx-light")).Order(StringComparer.Ordinal))
                folders.Add("onnx-light/" + Path.GetFileName(folder));
            return folders;
        }
    }

    [DataTheory("onnx-light")]
    [MemberData(nameof(Folders))]
    public void ResultsAndProbesAgree(string folder)
    {
        CaseFolder read = CaseFolder.Read(SharedData.Path(folder));
        string[] names = [.. read.Model.Graph.Inputs.Select(input => input.Name)];
        DataSet set = read.Sets.Single();
        StoredTensor[] probes = [.. Directory.EnumerateFiles(Path.Combine(SharedData.Path(folder), set.Name), "probe_*.pb")
            .Order(StringComparer.Ordinal)
            .Select(path => TensorReader.Alone(File.ReadAllBytes(path)))];
        // Probes are results of the model, too.
        ModelValue[] shown = [.. probes.Select(probe => new ModelValue(probe.Name, ElementType.Float32, null))];
        var graph = read.Model.Graph with { Outputs = [.. read.Model.Graph.Outputs, .. shown] };
        ImportedModel model = (read with { Model = read.Model with { Graph = graph } }).Import(set, "Model");
        GraphVerifier.Check(model.Graph);
        CompiledNetwork compiled = CompiledNetwork.Build(model.Graph);
        float[][] found = CompiledRun.Run(compiled, model, set, names, InstructionSet.Auto);
        ConstantTensor[] expected = [.. set.Outputs, .. probes.Select(ConstantTensor.Of)];
        for (int i = 0; i < expected.Length; i++)
        {
            var (error, index) = CompiledRun.Largest(found[i], expected[i]);
            output.WriteLine($"{model.Outputs[i].ModelName}: {error:E2} at {index}");
            Assert.True(error < 1e-4, $"{model.Outputs[i].ModelName}[{index}]: {error:E2}");
        }
    }
}
