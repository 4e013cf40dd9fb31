using Fusion.Import.Cases;
using Fusion.Import.Tests.Writing.Support;
using Fusion.Import.Writing;

namespace Fusion.Import.Tests.Writing.Snapshots;

/// <summary>Real models as declarations, as users get them.</summary>
public sealed class WrittenModelTests
{
    [DataTheory("models")]
    [InlineData("ppocr-cls-v2", "PpOcrCls")]
    [InlineData("retinaface-mnet025", "RetinaFace")]
    [InlineData("minifasnet-v2", "MiniFasNet")]
    [InlineData("ultraface-slim-320", "UltraFace")]
    [InlineData("resnet20-cifar10", "ResNet20")]
    [InlineData("squeezenet11-random", "SqueezeNet")]
    [InlineData("mnist-8", "Mnist")]
    [InlineData("super-resolution-10", "SuperResolution")]
    [InlineData("espcn-subpixel", "Espcn")]
    [InlineData("burn-mnist", "BurnMnist")]
    [InlineData("burn-mnist-st", "BurnMnistSt")]
    public async Task The_text_stays(string folder, string name)
    {
        CaseFolder read = CaseFolder.Read(SharedData.Path("models/" + folder));
        Graph graph = read.Import(read.Sets[0], "Model").Graph;
        DeclarationText text = DeclarationWriter.Write(graph, new DeclarationOptions(name));
        Graph found = Assert.Single(FrontEnd.Graphs(FrontEnd.Compile(text.Text), name, allowWarnings: true));
        if (graph.MultiplyAdds < 2_000_000) SameGraph.Compute(graph, found, text.Renames, text.Text);
        SameGraph.Check(graph, found, text.Renames, text.Text);
        await Verifier.Verify(text.Text, "cs", method: name);
    }
}
