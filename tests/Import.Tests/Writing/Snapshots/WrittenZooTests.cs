using Fusion.Import.Tests.Writing.Support;
using Fusion.Import.Writing;

namespace Fusion.Import.Tests.Writing.Snapshots;

/// <summary>What users read first: the networks of the zoo as the importer would write them.</summary>
public sealed class WrittenZooTests
{
    public static TheoryData<string> Networks => [.. ZooGraphs.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public Task The_text_stays(string network)
    {
        string name = network[(network.LastIndexOf('.') + 1)..];
        IReadOnlyList<Graph> sizes = ZooGraphs.Of(network);
        var options = new DeclarationOptions(name) { Namespace = "Sample", MoreSizes = [.. sizes.Skip(1)] };
        return Verifier.Verify(DeclarationWriter.Write(sizes[0], options).Text, "cs", method: name);
    }

    /// <summary>The same where names tell nothing.</summary>
    [Theory]
    [InlineData("ResNet50")]
    [InlineData("MobileNetV2")]
    [InlineData("MobileNetV3Large")]
    [InlineData("EfficientNetB0")]
    [InlineData("SqueezeNet11")]
    [InlineData("GoogLeNet")]
    [InlineData("DenseNet121")]
    [InlineData("ShuffleNetV2")]
    [InlineData("RetinaFaceMobileNet025")]
    public Task The_text_without_names_stays(string network)
    {
        Graph graph = Unnamed.Of(ZooGraphs.Of("Fusion.Zoo." + network)[0]);
        return Verifier.Verify(DeclarationWriter.Write(graph, new DeclarationOptions(network)).Text, "cs", method: network + ".Unnamed");
    }
}
