using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>What a layer cannot do in a training is said at the layer, wherever the network is declared.</summary>
public class TrainingPlaceTests
{
    private const string Training = "[Training(typeof(Clip), Batch = 4), CrossEntropy, Sgd] public partial class T;\n";
    private const string Fifth = " value of the shape (2, 6, 6, 2) cannot be trained on: the batch is a fourth dimension beside height, "
        + "width and channels, and there is no fifth. Train on single frames";

    [Theory]
    [InlineData(
        "[FusedNetwork(144)] public partial class Clip { [Linear(144)] Layer first; [[|Reshape(2, 6, 6, 2)|], GlobalAveragePool] "
        + "Layer fold; [Linear(3)] Layer head; }", "fold: a")]
    [InlineData(
        "[FusedNetwork(144)] public partial class Clip { [Linear(3)] Layer head; "
        + "Tensor Forward(Tensor x) => head(GlobalAveragePool([|Reshape(x, 2, 6, 6, 2)|])); }", "a")]
    [InlineData("[FusedNetwork(2, 6, 6, 2)] public partial class [|Clip|] { [GlobalAveragePool, Linear(3)] Layer head; }", "input: a")]
    public Task Value_is_one_dimension_too_large(string network, string start) => Mistake.ExpectAsync(
        "using Fusion.Training;\n" + Training + network, "FUS301", $"The training 'T': {start}{Fifth}", use: null, Project.Options);

    [Fact]
    public async Task Places_in_other_files_come_with_the_uses_of_the_block_and_the_training()
    {
        Diagnostic found = Assert.Single(await Project.DiagnoseAsync(Project.Compile(
            "[Block] public partial class Fold { [Linear(144)] Layer first; [Reshape(2, 6, 6, 2)] Layer turn; }",
            "[FusedNetwork(144)] public partial class Clip { [Block<Fold>, GlobalAveragePool, Linear(3)] Layer body; }",
            "using Fusion.Training;\n" + Training)));
        Assert.Equal("FUS301", found.Id);
        Assert.Equal(
            [
                "Source0.cs: Reshape(2, 6, 6, 2)", "Source1.cs: Block<Fold>", "Source2.cs: Training(typeof(Clip), Batch = 4)",
            ],
            found.AdditionalLocations.Prepend(found.Location)
                .Select(place => $"{place.SourceTree!.FilePath}: {place.SourceTree.GetText().GetSubText(place.SourceSpan)}"));
    }

    /// <summary>Also where the compiler ends before it asks the analyzer.</summary>
    [Fact]
    public void The_generator_says_it_at_the_same_place()
    {
        GeneratorDriverRunResult result = Project.Generate(Project.Compile(
            "using Fusion.Training;\n[Nothing] class Rejected;\n" + Training,
            "[FusedNetwork(144)] public partial class Clip { [Reshape(2, 6, 6, 2), GlobalAveragePool, Linear(3)] Layer fold; }")).Result;
        FileLinePositionSpan place = Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "FUS301").Location.GetLineSpan();
        Assert.Equal(("Source1.cs", 49), (place.Path, place.StartLinePosition.Character));
    }
}
