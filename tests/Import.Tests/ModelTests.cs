using Fusion.Import.Cases;
using Fusion.Import.Tests.Support;
using Fusion.Kernels.Tests.Support;
using Xunit.Abstractions;

namespace Fusion.Import.Tests;

/// <summary>Real networks, imported, compiled and run on every instruction set against the outputs that they come with.</summary>
public class ModelTests(ITestOutputHelper output)
{
    [DataTheory("models")]
    [InlineData("models/ppocr-cls-v2")]
    [InlineData("models/retinaface-mnet025")]
    [InlineData("models/minifasnet-v2")]
    [InlineData("models/ultraface-slim-320")]
    [InlineData("models/resnet20-cifar10")]
    [InlineData("models/squeezenet11-random")]
    [InlineData("models/mnist-8")]
    [InlineData("models/super-resolution-10")]
    [InlineData("models/espcn-subpixel")]
    [InlineData("models/burn-mnist")]
    [InlineData("models/burn-mnist-st")]
    public void OutputsAgree(string folder)
    {
        CaseFolder read = CaseFolder.Read(SharedData.Path(folder));
        string[] names = [.. read.Model.Graph.Inputs.Select(input => input.Name)];
        Assert.NotEmpty(read.Sets);
        foreach (var sets in read.Sets.GroupBy(set => string.Join(";", set.Inputs.Select(input => input.Title))))
        {
            ImportedModel model = read.Import(sets.First(), "Model");
            output.WriteLine(GraphText.Print(model.Graph));
            GraphVerifier.Check(model.Graph);
            CompiledNetwork compiled = CompiledNetwork.Build(model.Graph);
            foreach (DataSet set in sets)
            {
                foreach (InstructionSet instructions in CompiledRun.Sets)
                {
                    float[][] found = CompiledRun.Run(compiled, model, set, names, instructions);
                    for (int i = 0; i < set.Outputs.Count; i++)
                    {
                        Assert.Equal(set.Outputs[i].Dimensions, model.Outputs[i].Dimensions);
                        var (error, index) = CompiledRun.Largest(found[i], set.Outputs[i]);
                        output.WriteLine($"{set.Name} {instructions} {model.Outputs[i].ModelName}: {error:E2} at {index}");
                        Assert.True(error < 1e-4, $"{set.Name} {instructions} {model.Outputs[i].ModelName}[{index}]: {error:E2}");
                    }
                }
            }
        }
    }
}
